/** CONNACK codes of MQTT 3.1.1 (1..5, section 3.2.2.3) and MQTT 5.0 (section 3.2.2.2). */
const REASONS: ReadonlyMap<number, string> = new Map([
  [0x00, 'the connection was accepted'],
  [0x01, 'the broker does not speak this version of MQTT'],
  [0x02, 'the broker refuses this client id'],
  [0x03, 'the broker is not available at the moment'],
  [0x04, 'the user name or password is wrong'],
  [0x05, 'this account may not connect, or its user name or password is wrong'],
  [0x80, 'the broker refuses without giving a reason'],
  [0x81, 'the broker could not read the connection request'],
  [0x82, 'the connection request breaks the rules of MQTT'],
  [0x83, 'the connection request is valid, but the broker does not accept it'],
  [0x84, 'the broker does not speak this version of MQTT'],
  [0x85, 'the broker refuses this client id'],
  [0x86, 'the user name or password is wrong'],
  [0x87, 'this account may not connect, or its user name or password is wrong'],
  [0x88, 'the broker is not available at the moment'],
  [0x89, 'the broker is too busy; try again later'],
  [0x8a, 'this client has been banned by the administrator of the broker'],
  [0x8c, 'the broker does not know this method of authentication'],
  [0x90, 'the broker does not accept the topic of the will'],
  [0x95, 'the connection request is larger than the broker allows'],
  [0x97, 'a limit of the broker has been reached, such as its number of connections'],
  [0x99, 'the payload of the will is not in the format it claims'],
  [0x9a, 'the broker does not support retained messages, which the will asks for'],
  [0x9b, 'the broker does not support the QoS of the will'],
  [0x9c, 'another server should be used for the time being'],
  [0x9d, 'the broker has moved to another server'],
  [0x9f, 'connections are made faster than the broker allows'],
]);

/** Why the broker answered a connection request with `code`: a clause without capital and full stop. */
export function connackReason(code: number): string {
  return (
    REASONS.get(code) ??
    `the broker gives the unknown reason 0x${code.toString(16).padStart(2, '0')}`
  );
}
