// @hpke/core behind the same lines as peer.cpp has for envelopes: peer.mjs NODE_MODULES
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const load = (name) => import(pathToFileURL(`${process.argv[2]}/${name}/esm/mod.js`));
const { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await load("@hpke/core");
const { Chacha20Poly1305 } = await load("@hpke/chacha20poly1305");

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const bytes = (word) => Uint8Array.from(word === "-" ? [] : Buffer.from(word, "hex")).buffer;
const hex = (buffer) => Buffer.from(buffer).toString("hex") || "-";

async function seal([recipient, info, ad, plain]) {
  const recipientPublicKey = await suite.kem.importKey("raw", bytes(recipient), true);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: bytes(info) });
  return `${hex(sender.enc)} ${hex(await sender.seal(bytes(plain), bytes(ad)))}`;
}

// The encapsulated key is the end of what is authenticated.
async function seal_with_enc([recipient, info, before, plain]) {
  const recipientPublicKey = await suite.kem.importKey("raw", bytes(recipient), true);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: bytes(info) });
  const ad = Buffer.concat([Buffer.from(bytes(before)), Buffer.from(sender.enc)]);
  return `${hex(sender.enc)} ${hex(await sender.seal(bytes(plain), Uint8Array.from(ad).buffer))}`;
}

async function open([secret, info, enc, ad, sealed]) {
  const recipientKey = await suite.kem.importKey("raw", bytes(secret), false);
  try {
    const recipient = await suite.createRecipientContext({ recipientKey, enc: bytes(enc), info: bytes(info) });
    return hex(await recipient.open(bytes(sealed), bytes(ad)));
  } catch {
    return "refused";
  }
}

const verbs = { seal, seal_with_enc, open };
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...words] = line.split(" ");
  console.log(await verbs[verb](words));
}
