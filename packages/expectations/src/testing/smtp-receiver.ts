import { createServer, type Socket } from 'node:net';

export interface SmtpReceiver {
  port: number;
  /** Everything that clients said, a session each. */
  sessions: string[];
  close(): Promise<void>;
}

/** An SMTP server on the loopback that takes every message, and `user` with `password` as a login. */
export async function smtpReceiver(): Promise<SmtpReceiver> {
  const sessions: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const index = sessions.push('') - 1;
    let inMessage = false;
    let rest = '';
    const answer = (line: string) => socket.write(`${line}\r\n`);
    const take = (line: string): void => {
      sessions[index] += `${line}\n`;
      if (inMessage) {
        if (line !== '.') return;
        inMessage = false;
        answer('250 taken');
        return;
      }
      const [command = ''] = line.toUpperCase().split(' ');
      if (command === 'EHLO') socket.write('250-loopback\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n');
      else if (command === 'AUTH') {
        const login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
        answer(login === '\0user\0password' ? '235 welcome' : '535 who is that');
      } else if (command === 'DATA') {
        inMessage = true;
        answer('354 go on');
      } else if (command === 'QUIT') {
        answer('221 bye');
        socket.end();
      } else answer('250 ok');
    };
    socket.on('data', (data) => {
      const lines = (rest + data.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    answer('220 loopback');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    sessions,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
