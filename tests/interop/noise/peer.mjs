// The same conversation as peer.cpp, by implementations from npm, which know no psk and no rekey:
//
//     node peer.mjs MODULES noise-c|libp2p initiator|responder PROTOCOL FRAMES
//
// MODULES is the node_modules folder they are installed in.
import { readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, implementation, role, protocol, frames] = process.argv.slice(2);
const prologue = Buffer.from("earshot interop");
const payloads = ["hello from initiator", "hello from responder", "and again from initiator"];

function require_that(holds, what) {
    if (!holds) throw new Error(what);
}

function read_exactly(size) {
    const target = Buffer.alloc(size);
    for (let read = 0; read < size;) {
        const more = readSync(0, target, read, size - read, null);
        require_that(more > 0, "the peer hung up");
        read += more;
    }
    return target;
}

const read_message = () => read_exactly(read_exactly(2).readUInt16BE());

function write_message(message) {
    const framed = Buffer.concat([Buffer.alloc(2), message]);
    framed.writeUInt16BE(message.length);
    for (let written = 0; written < framed.length;) written += writeSync(1, framed, written);
}

function frame(sender, number) {
    if (number === 1) return "";
    const text = `${sender} ${number} `;
    return text + "x".repeat(number === 0 ? 65535 - 16 - text.length : number % 700);
}

function talk(write_step, read_step, split) {
    payloads.forEach((payload, step) => {
        if ((step === 1) === (role === "responder")) {
            write_message(write_step(step, Buffer.from(payload)));
        } else {
            const got = read_step(step, read_message());
            require_that(Buffer.from(got).toString() === payload, "handshake payload is another");
        }
    });
    const { seal, open, report } = split();
    for (const sender of ["initiator", "responder"]) {
        for (let i = 0; i < Number(frames); ++i) {
            if (sender === role) {
                write_message(seal(Buffer.from(frame(sender, i))));
            } else {
                const got = Buffer.from(open(read_message())).toString();
                require_that(got === frame(sender, i), `frame ${i} is another`);
            }
        }
    }
    console.error(JSON.stringify(report));
}

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function talk_with_noise_c(noise) {
    const { constants } = noise;
    const [secret, own] = noise.CreateKeyPair(constants.NOISE_DH_CURVE25519);
    const state = noise.HandshakeState(protocol, role === "initiator"
        ? constants.NOISE_ROLE_INITIATOR : constants.NOISE_ROLE_RESPONDER);
    state.Initialize(prologue, secret);
    const nothing = new Uint8Array(0);
    talk(
        (_, payload) => state.WriteMessage(payload),
        (_, message) => state.ReadMessage(message, true),
        () => {
            const report = { hash: hex(state.GetHandshakeHash()), static: hex(own),
                remote: hex(state.GetRemotePublicKey()) };
            const [send, receive] = state.Split();
            return { report, seal: (plain) => send.EncryptWithAd(nothing, plain),
                open: (sealed) => receive.DecryptWithAd(nothing, sealed) };
        });
}

async function talk_with_libp2p() {
    const folder = join(modules, "@chainsafe/libp2p-noise/dist/src");
    const load = (file) => import(pathToFileURL(join(folder, file)));
    const { XXHandshakeState, ZEROLEN } = await load("protocol.js");
    const { defaultCrypto } = await load("crypto/index.js");
    const { wrapCrypto } = await load("crypto.js");
    const list = createRequire(join(folder, "protocol.js"));
    const { Uint8ArrayList } = await import(pathToFileURL(list.resolve("uint8arraylist")));
    const crypto = wrapCrypto(defaultCrypto);
    const own = crypto.generateKeypair();
    const state = new XXHandshakeState({ crypto, protocolName: protocol, prologue, s: own,
        initiator: role === "initiator" });
    const steps = ["A", "B", "C"];
    talk(
        (step, payload) => state[`writeMessage${steps[step]}`](payload).subarray(),
        (step, message) => state[`readMessage${steps[step]}`](new Uint8ArrayList(message)).subarray(),
        () => {
            const [first, second] = state.ss.split();
            const [send, receive] = role === "initiator" ? [first, second] : [second, first];
            const report = { hash: hex(state.ss.h.subarray()), static: hex(own.publicKey),
                remote: hex(state.rs.subarray()) };
            return { report, seal: (plain) => send.encryptWithAd(ZEROLEN, plain).subarray(),
                open: (sealed) => receive.decryptWithAd(ZEROLEN, sealed).subarray() };
        });
}

if (implementation === "noise-c") {
    createRequire(join(modules, "start.js"))("noise-c.wasm")(talk_with_noise_c);
} else {
    await talk_with_libp2p();
}
