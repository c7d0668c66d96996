/**
 * What is tried first by whoever guesses: from the frequency lists of zxcvbn and zxcvbn-ts (MIT, see NOTICE), in
 * lower case. Shorter ones are refused for their length anyway.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `010203040506 012345678910 014702580369 01telemike01 050605rostik 102030405060 1111111111zz 111222333000
111222333444555 112233445566 122333444455555 123123qweqwe 123321123321 123321456654 123321qweewq 123456654321
12345677654321 123456782000 1234567887654321 123456789000 12345678900987654321 123456789012 1234567890987654321
1234567890qaz 1234567890qw 1234567890qwe 1234567890qwerty 1234567890zzz 123456789101 123456789123 1234567892000
12345678987654321 123456789987654321 123456789aaa 123456789abc 123456789asd 123456789qaz 123456789qqq 123456789qwe
123456789qwer 123456789qwerty 123456789zxc 1234567qwertyu 123456qwerty 123456zxcvbn 1234qwerasdf 1234qwerasdfzxcv
123ewqasdcxz 123qwe123qwe 123qwe456rty 123qweasdzxc 123qwerty123 12qw34er56ty 159753159753 159753456852 193570356033
19960610ilja 1a2a3a4a5a6a 1a2s3d4f5g6h 1q2w3e4r5t6y 1qa2ws3ed4rf 1qa2ws3ed4rf5tg 1qaz2wsx3edc 1qaz2wsx3edc4rfv
1qazxsw23edc 1qazxsw23edcvfr4 23176djivanfros 23wkoa0fp78dk 31217221027711 32615948worms 41d8cd98f00b
420842084208555 4815162342lf 4815162342lost 541233432442 59382113kevinp 6215mila6215 742617000027 89063032220m
89231243658s 89876065093rax 89semtsriuty a1s2d3f4g5h6 abc123456789 admin18533362 administrator aksjdlasdakj89879
alpha135792468 amadeusptfcor an83546921an13 andrewjackie antananarivu anytimetoday asd123asd123 asdfgh123456
asdfghjkl123 auckland2010 avrillavigne badiman28200 bhrh0h2oof6xbqjeh blacksonblon bltynbabrfwbz boy4u2ownnyc
bpgjldsgjldthnf bullnuts2003 businessbabe cheeseburger chesterfield chickenwing101 christopher1 civilization
cjdthitycndj cnfc35762209 combat123654 configuratio construction contortionist corperfmonsy cosmopolitan
counterstrike devilmaycry4 digitalprodu dkflbvbhjdbx dkflbvbhjdyf domainlock2005 edwardcullen entertainment
fatima753357 finalfantasy findaupair007 fkmnthyfnbdf fktrcfylhjdbx fktrcfylhjdf fktrcfylhjdyf flvbybcnhfnjh
foreveryoung frederiksberg fynfyfyfhbde gfhfktkjuhfv gfhjkmgfhjkm ghbdtnghbdtn ghbdtnrfrltkf ghhh47hj7649
ghjatccbjyfk ghjcnjgbpltw ghjcnjgfhjkm ghjcnjghjcnj ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt ghtdtlvtldtl
gjkysqgbpltw greenlantern gthtrfnbgjkt gtnhjpfdjlcr hd764nw5d7e1vb1 hd764nw5d7e1vbv hedimaptfcor iampurehaha2
ilovemyfamily ingodwetrust installdevic installsqlst intelligence international ipo54tj45uy856 iseedeadpeople
jamesbond007 josephphone7 justinbieber ktjynsq40147 leavemealone lhbjkjubz2957704 lost4815162342 love777321777
lytdybrbdfvgbhf lytghjgtnhjdcr mailcreated5240 maprchem56458 marinamarina massimiliano maurolarastefy mevefalkcakk
michaeljackson minecraft123 minnesota_hp morganstanley mortalkombat msoracle32re msorcloledbr nastyanastya
ne_e_pod_chehyl necronomicon needforspeed nemvxyheqdd5oqxyxyzi networkingpe newproject2004 nhbujyjvtnhbz
nhecsyfujkjdt nhfdvfnjkju123 nhfycajhvths nick1234-rem936 nightcrawler nondriversig ntktdbpjh1994 olcrackmaster
ontheoutside paraklast1974 password1234 passwordassword passwordpassword passwordstandard peanutbutter
pfqwtd27121988 philadelphia playstation2 playstation3 polniypizdec0211 polniypizdec1102 polniypizdec110211
professional ptybnxtvgbjy punksnotdead q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0
qawsedrftgyh qaz123wsx456 qazwsx123456 qazwsxedc123 qazwsxedcrfv qazwsxedcrfvtgb qazwsxqazwsx qazxswedc123
qazxswedcvfr qwaszxerdfcv qwe123qwe123 qweasdzxc123 qwerasdfzxcv qwertasdfgzxcvb qwerty123456 qwerty123456789
qwertyasdfgh qwertyuiop10 qwertyuiop12 qwertyuiop123 qwertyuiop12345 qwertyytrewq residentevil rfnthbyf1988
ronaldinho10 sanfrancisco satisfaction saun24865709 scandinavian schoolgirlie sdicmt7seytn seemnemaailm
sojdlg123aljg sonnenschein sonyericsson specialinsta stickdaddy77 stinkyfinger stratocaster supernatural
systemofadown temppassword thecakeisalie ticketmaster transformers unbelievable vanyarespekt vfhbyfvfhbyf
vfrcbvvfrcbv vfvfvskfhfve vladimirovna warhammer40k wazzkaprivet websolutions websolutionssu webuivalidat
weihnachtsbau weihnachtsbaum whosyourdaddy xxxp455w0rd5 z1x2c3v4b5n6 z1x2c3v4b5n6m7 zaq12wsxcde3 zaq1xsw2cde3
zaqwsxcderfv zcfvfzkexifz zqjphsyf6ctifgu zxcasdqwe123 zxcvbn123456 zxcvbnm123456789 zxcvbnmmnbvcxz`.split(
    /\s/,
  ),
);

/** Words that people lengthen with digits and signs; the last ones are of this trade. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `aardvark abgrtyu access accord action adgjmptw adidas admin aezakmi aggies airborne airforce airplane alabama alaska
alejandr aleksandr alexande alexandr alexis aliens alpha alpine amadeus amateur amazon america amsterdam anakin
anarchy andrei andrey angel angels animal anime anubis apache apollo apple apples aquarius aragorn arizona arsenal
asdasd asdfasdf asdfg asdfgh asdfghj asdfghjk asdfghjkl asdzxc aspirine assassin assman asterix astros atlanta
atlantis atomic auburn aussie austin avalon avatar avenger awesome azerty babes babydoll babygirl babylon badass
badboy badger baggins baller balls bambam banana bananas bandit bangkok banshee barbie barcelon barcelona barkley
barney baseball basket basketba bassman bastard batman beagle beast beatles beauty beaver beavis beckham beefcake
beetle berlin bigballs bigboy bigdaddy bigdog bigfoot biggie bigguy bigmac bigman bigone bigred billybob bingo
birdie birdman biscuit biteme blabla blackcat blackdog blackie blackjac blacks blacky blade blades blahblah blaster
blazer blessed blizzard blonde blondes blondie blowjob blowme bluebird blueeyes bluemoon blues bluesky bobafett
bobcat boeing bollocks bollox bomber bondage bonehead boner bones bonjour booger boogie boomer booty bosco bossman
boston bowler bowling brandy brasil braves brazil breeze britney bronco broncos brooklyn brownie browns brucelee
bruins brutus bubba bubble bubbles buckeye buckeyes buddha buddy budlight buffalo buffett bugger bulldog bulldogs
bullet bunny burger buster butter butterfl butterfly butthead buttons byteme cactus cadillac caesar caliente
californ camaro camel camelot cameron canada cancer candyman cantona captain cardinal carolina carpet carrot cartman
caserta casino casper cassie catdog catfish catherin cavalier cdtnkfyf celica celine celtic celtics cessna champion
champs changeme chaos charger chargers charlie charlott charly cheese chelsea cherokee cherry chester chevelle
chevrole chevy cheyenne chicago chichi chicken chicks chiefs chipper chocolat chopper chrissy christ christia
christin christop chronic chubby chucky cjkysirj cjkywt clancy classic clitoris clover cobra cocacola coffee
colombia colorado colors coltrane commando compaq computer concrete condor connect connor consumer cookie cookies
cooldude cooler coolio copper corona corvette cosmos cosworth cougar cowboy cowboys coyote cracker creampie creative
cricket crimson crusader cthutq cuddles curious cxfcnmt dagger dakota dallas dancer danger danni darkness darkside
darkstar daytona dbrnjhbz deadhead defender defiant deftones delete delta desire destiny detroit devil devildog
devils dexter dfvgbh diablo diamond diamonds diesel dietcoke digger digital dilbert dingdong discover disney
dkflbvbh doberman doctor dodger dodgeram dodgers doggie doggy dollar dolphin dolphins domino donkey doodle dookie
drago dragon dragons dreamer dreams driver drizzt drowssap drpepper drummer dublin ducati dumbass durango eagle
eagles eatme eclipse eduard einstein ekaterina electric element elephant elizabet emerald eminem empire engineer
enigma enter enterpri erotic escort eternity everton exigen exigent explorer express extreme falcon falcons fantasy
faster fatass fatboy fatcat fatman fender ferrari ferret fetish ficken fighter finger fireball firebird firefly
fireman fishing fktrcfylh fktrctq flames flash flatron flipper florida flower fluffy flyboy flyers foobar football
forest forever formula fossil foxtrot freaky freckles freddy freedom freepass freeuser friday frogger froggy frosty
funtime fusion fyfcnfcbz fylhtq galaxy galina galore gambit gandalf gangbang gangsta gangster garden garfield
gateway gator gators geheim gemini genesis genius geronimo getsome gfhjkm ghbdtn ghbdtnbr ghjcnj ghost giants ginger
girls gizmo gizmodo gjkbyf goblin goblue goddess godsmack godzilla goforit golden goldfish golfer golfing goober
goodluck goodtime google goose gorilla gotcha gothic granny greenday gremlin grendel griffey grizzly groovy guardian
guinness guitar gundam gunner hacker halflife hallo hamburg hamlet hammer hamster hannah hannibal hansolo hardcore
hardon harley hawaii hawkeye hearts heaven hellfire hello helpme hendrix hentai herbie hercules hermes hershey
hesoyam highland hiphop hitler hitman hjvfirf hobbes hobbit hockey holiday hollywoo homerun honda hongkong hooker
hooters horndog hornet horney horse horses hotboy hotdog hotrod hotstuff hottie hummer hunter hunting husker huskers
ibanez icecream iceman iforgot iloveu iloveyou immortal impala incubus indiana indians indigo inferno infiniti
infinity insane integra internet intrepid irina ironman italia ivanov iverson iwantu jackal jackass jackoff jaguar
jamaica jammer jasmine jasper jericho jester jimbo jimbob joker jordan juice jumper jungle junior jupiter justdoit
justice justme juventus kaktus kangaroo kansas karate karina kasper katana katerina katrin kawasaki keeper kenwood
keyboard killer kingkong kingpin kingston kirill kisses kissme kitkat kitten kitty kittycat klaster knicks knights
kodiak kolobok krishna labrador lacrosse ladybug laguna lakers lancer larisa lasvegas latino leather ledzep legend
legion legolas lennon leopard lesbian lesbians lestat letmein letsgo lexmark liberty licker lickme lifehack lightnin
lights liquid liverpoo liverpool lizard lobster logitech lollipop lollol london lonestar lonewolf longhorn loser
lovely loveme lover loverboy lovers loveyou lowrider lucifer lucky lvbnhbq machine maddie maddog madison madman
madmax madness madonna maestro maggie magic magnum magnus maiden makaveli maksim malibu mallard manchester maniac
manson manutd marathon marina marine mariners marines marino marlboro marley martini maryjane massive master matrix
mature maverick maxima maximus maxwell megadeth megaman memphis mercedes mercury meridian merlin mersedes metallic
metallica mexico miami michigan mickey microsoft midnight mikey milano minecraft mirage mister mistress mnbvcxz
molson monday money mongoose monitor monkey monkeys monopoly monster montana montreal mookie moomoo moose morpheus
moscow mother motorola mountain mouse mozart muffin mulder munchkin muscle mushroom musicman mustang mustangs mylove
mypass naked naruto nascar nasty nastya natali natasha naughty nemesis neptune newlife newpass newport newyork
nfnmzyf nicola nikita nimrod niners ninja nintendo nipple nipples nirvana nissan nolimit noodles nookie nopass
nugget nuttertools nylons nymets oakland obiwan oblivion ohyeah oksana oldman oliver omega onelove online openup
oracle orange orion osiris outlaw overlord oxford packard packers pacman pakistan paladin panama panasonic pancho
pandora pantera panther panthers panties panzer paradise paradox parola parrot pascal passat passion passport
passwor password patches patriot patriots pavilion peaches peanut peanuts pearljam pebbles peekaboo peewee pegasus
pencil penguin penguins pentium pepper pepsi pervert peterpan peugeot phantom philips philly phoenix photos phpbb
picard picasso pickle pickles piglet pikachu pimpin pineappl pioneer pirate pirates pitbull pizza planet plastic
platinum playboy player playtime plumber plymouth poison poiuyt pokemon polaris police polina pontiac poohbear
pookie pooper poopie poopoo popcorn popeye porkchop porsche portland portugal postal potato powder precious predator
prelude presario primus prince princes princess printer private privet prodigy psycho pumpkin punisher punkin
punkrock purple pussies putter pyramid python qawsed qawsedrf qazqaz qazwsx qazwsxed qazwsxedc qazxsw qazxswedc
qwaszx qweasd qweasdzxc qweqwe qwerasdf qwert qwerty qwertyu qwertyui qwertyuiop qwertz rabbit racecar racerx racing
ragnarok raider raiders rainbow raistlin rammstein random ranger rangers raptor rascal raven ravens rbhbkk reaper
rebels redalert redbull reddog redhead redman redneck redrum redskins redsox redwings renegade rescue rfrfirf
rhbcnbyf ripper rjntyjr rocker rocket rockon rocks rockstar roller rolltide romashka rommel ronaldo rooster rootbeer
rosebud rubber rulez runner ruslan russia sabine sailing sailor saints sakura salmon samantha samson samsung samurai
sandiego sandman sapphire satan saturn scarface scarlet scooby scoobydo scooter scorpio scorpion scotland scotty
scrappy scream scruffy scully seattle sebastia secret security seinfeld seminole semperfi septembe serega serenity
sergei sergey server sesame shadow shaggy shalom shaman shamrock shaolin shark sharks shasta shaved shazam shelby
shemale sherlock shiloh shogun shooter shorty shotgun showme showtime siemens sierra silver simba simple simpsons
sinner sirius sithlord skater skeeter skipper skippy skittles skyline skywalke slappy slapshot slayer sleepy slick
slipknot smiles smiley smitty smoke smoker smokey smokin smooth smudge snake snakes snapper snatch snickers sniper
snoopy snowball snowman snuggles sobaka soccer socrates softball software soldier sommer sooners sophie spanking
spankme spanky sparky spartak spartan spartans speaker spectrum speedy spider spiderma spiderman spidey spike spirit
spitfire spooky spring sprint sprite spunky spyder squirrel squirt srinivas stalker stallion starbuck starcraft
stardust stargate startrek starwars stealth steelers stephani sticky stimpy stinger stingray stinky stocking
stonecol stones storm stormy stranger strider strike stupid subaru sublime success sugar summer sundance sunday
sunrise sunset sunshine super superfly superman surfer surfing suzuki svetlana swallow sweetpea sweets sweety
swimming swinger swordfis swordfish sydney syracuse tacobell tacoma tanker tardis target tarheel tarheels tarzan
tattoo tatyana taurus tazman teacher techno teens telefon tempest tennis tequila tester testing thailand thankyou
thegame theking theman theone therock thuglife thumper thunder tickle tiger tigers tigger timber tinker tintin
titanic titans titleist tomcat topcat topdog topgun topper tornado toronto toshiba tottenha toyota trance transam
travel trebor trfnthbyf tricky trigger trinity triumph trixie trojan trombone trooper trouble truck trucker trucks
trumpet trunks turbo turkey turtle tweety twilight twister ultimate unicorn unreal vacation vader vagina valentin
valentina valera valhalla vampire vanhalen vanilla vectra vegeta velvet verbatim veritas veronika vertigo vfhbyf
vfhecz vfrcbv vfvjxrf victory viking vikings viktor viktoria viper virgin vision vladimir voodoo voyager vulcan
walnut wanker warcraft warlock warrior warriors waterloo weasel webmaster weezer welcome werewolf westham westside
whatever wheels whiskey whynot wicked wildcat wildcats willow windows winner winston winter wisdom wizard wolfgang
wolfman wolfpack wolverin wolverine wolves wombat woody wookie wordpass wrangler wutang xanadu xavier xfiles yamaha
yankee yankees ybrbnf yellow yfnfif yomama yourmom ytrewq zaqwsx zeppelin zipper zombie zxcvbn zxcvbnm
adminadmin administrator broker changeme changethis eclipse factory homeassistant installation maintenance mosquitto
mqttbroker mqttmqtt operator passw0rd passwort placeholder qwertzuiop raspberry replaceme scada telemetry welcome`.split(
    /\s/,
  ),
);
