import circleCheck from 'lucide-static/icons/circle-check.svg';
import chevronDown from 'lucide-static/icons/chevron-down.svg';
import chevronRight from 'lucide-static/icons/chevron-right.svg';
import arrowLeft from 'lucide-static/icons/arrow-left.svg';
import arrowDown from 'lucide-static/icons/arrow-down.svg';
import circleDashed from 'lucide-static/icons/circle-dashed.svg';
import copy from 'lucide-static/icons/copy.svg';
import check from 'lucide-static/icons/check.svg';
import info from 'lucide-static/icons/info.svg';
import layoutDashboard from 'lucide-static/icons/layout-dashboard.svg';
import listTree from 'lucide-static/icons/list-tree.svg';
import logOut from 'lucide-static/icons/log-out.svg';
import menu from 'lucide-static/icons/menu.svg';
import monitor from 'lucide-static/icons/monitor.svg';
import moon from 'lucide-static/icons/moon.svg';
import octagonX from 'lucide-static/icons/octagon-x.svg';
import pause from 'lucide-static/icons/pause.svg';
import play from 'lucide-static/icons/play.svg';
import refresh from 'lucide-static/icons/refresh-cw.svg';
import scrollText from 'lucide-static/icons/scroll-text.svg';
import search from 'lucide-static/icons/search.svg';
import sun from 'lucide-static/icons/sun.svg';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg';
import wifiOff from 'lucide-static/icons/wifi-off.svg';
import x from 'lucide-static/icons/x.svg';
import eye from 'lucide-static/icons/eye.svg';
import eyeOff from 'lucide-static/icons/eye-off.svg';
import chevronLeft from 'lucide-static/icons/chevron-left.svg';
import dices from 'lucide-static/icons/dices.svg';
import download from 'lucide-static/icons/download.svg';
import ellipsis from 'lucide-static/icons/ellipsis-vertical.svg';
import link from 'lucide-static/icons/link.svg';
import lock from 'lucide-static/icons/lock.svg';
import plus from 'lucide-static/icons/plus.svg';
import shieldCheck from 'lucide-static/icons/shield-check.svg';
import userCog from 'lucide-static/icons/user-cog.svg';
import circleUser from 'lucide-static/icons/circle-user.svg';
import circle from 'lucide-static/icons/circle.svg';
import send from 'lucide-static/icons/send.svg';
import listFilter from 'lucide-static/icons/list-filter.svg';
import chartLine from 'lucide-static/icons/chart-line.svg';
import archive from 'lucide-static/icons/archive.svg';
import trash from 'lucide-static/icons/trash-2.svg';
import undo from 'lucide-static/icons/undo-2.svg';
import searchCheck from 'lucide-static/icons/search-check.svg';
import users from 'lucide-static/icons/users.svg';
import idCard from 'lucide-static/icons/id-card.svg';
import listChecks from 'lucide-static/icons/list-checks.svg';
import fileText from 'lucide-static/icons/file-text.svg';
import upload from 'lucide-static/icons/upload.svg';
import minus from 'lucide-static/icons/minus.svg';
import gitCompareArrows from 'lucide-static/icons/git-compare-arrows.svg';
import historyIcon from 'lucide-static/icons/history.svg';
import braces from 'lucide-static/icons/braces.svg';
import codeXml from 'lucide-static/icons/code-xml.svg';
import bell from 'lucide-static/icons/bell.svg';
import bellOff from 'lucide-static/icons/bell-off.svg';
import radioTower from 'lucide-static/icons/radio-tower.svg';
import wand from 'lucide-static/icons/wand-sparkles.svg';
import webhook from 'lucide-static/icons/webhook.svg';
import cpu from 'lucide-static/icons/cpu.svg';
import server from 'lucide-static/icons/server.svg';
import settings from 'lucide-static/icons/settings.svg';
import loaderCircle from 'lucide-static/icons/loader-circle.svg';

/** The icons of the console (Lucide, ISC), as the text of their SVG files. */
const SOURCES = {
  ok: circleCheck,
  warning: triangleAlert,
  fault: octagonX,
  unknown: circleDashed,
  info,
  overview: layoutDashboard,
  topics: listTree,
  log: scrollText,
  menu,
  down: chevronDown,
  right: chevronRight,
  back: arrowLeft,
  newest: arrowDown,
  copy,
  check,
  close: x,
  pause,
  play,
  refresh,
  search,
  sun,
  moon,
  system: monitor,
  offline: wifiOff,
  'log-out': logOut,
  show: eye,
  hide: eyeOff,
  left: chevronLeft,
  random: dices,
  download,
  more: ellipsis,
  audit: link,
  lock,
  add: plus,
  security: shieldCheck,
  administrators: userCog,
  account: circleUser,
  open: circle,
  publish: send,
  filter: listFilter,
  plot: chartLine,
  retained: archive,
  delete: trash,
  undo,
  explain: searchCheck,
  users,
  roles: idCard,
  rules: listChecks,
  file: fileText,
  upload,
  minus,
  changes: gitCompareArrows,
  'roll-back': historyIcon,
  running: loaderCircle,
  schemas: braces,
  api: codeXml,
  alerts: bell,
  silenced: bellOff,
  sparkplug: radioTower,
  device: cpu,
  infer: wand,
  webhook,
  broker: server,
  settings,
} as const;

export type IconName = keyof typeof SOURCES;

/** One mark of an icon: its element and its attributes. */
export interface Mark {
  readonly element: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** The marks of an icon, read from its file's text. */
export function marksOf(name: IconName): readonly Mark[] {
  const marks = SOURCES[name].matchAll(
    /<(path|circle|rect|line|polyline|polygon|ellipse)\s([^>]*?)\/>/g,
  );
  return [...marks].map(([, element = '', attributes = '']) => ({
    element,
    attributes: [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  }));
}
