// An independent client that drives the bot on a real homeserver: matrix-js-sdk with Rust crypto, also in "exclude insecure devices" mode.
//
// Started by `python -m tests.trial.independent FOLDER`, FOLDER being where `npm install matrix-js-sdk` was run. It reads one line of
// JSON (homeserver, password, bot, users), writes "restart" or "renew" on a line where the bot shall be started again or logged in anew,
// and waits for a line in answer. It prints a line for each check, and ends with 1 where one failed.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const folder = join(process.argv[2], "node_modules/matrix-js-sdk/lib");
const sdk = await import(pathToFileURL(join(folder, "index.js")));
const { AllDevicesIsolationMode, OnlySignedDevicesIsolationMode } = await import(pathToFileURL(join(folder, "crypto-api/index.js")));
const { logger } = await import(pathToFileURL(join(folder, "logger.js")));
// The crypto of it logs past the logger.
for (const level of ["debug", "info", "warn", "error", "trace"]) console[level] = () => {};
logger.setLevel("silent");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const read = async () => (await lines.next()).value;
const order = async (what) => { console.log(what); await read(); };
const { homeserver, password, bot, users } = JSON.parse(await read());

const SOON = 60_000, QUIET = 1_500;
const ASKED = "Qui était présent ?", MONEY = "Combien de milliards ?", PEACE = "Qu’a dit M. Rutte de la paix ?";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let failed = 0;

function check(what, true_, shown = "") {
    if (!true_) failed += 1;
    console.log(`${true_ ? "ok    " : "FAILED"} ${what}${true_ ? "" : ` ${JSON.stringify(shown)}`}`);
}

class Person {
    static async arrive(user, mode, secretKey = null) {
        const guest = sdk.createClient({ baseUrl: homeserver });
        const login = await guest.login("m.login.password", { identifier: { type: "m.id.user", user }, password });
        const person = new Person();
        person.secretKey = secretKey;
        person.client = sdk.createClient({
            baseUrl: homeserver, userId: login.user_id, accessToken: login.access_token, deviceId: login.device_id, timelineSupport: true,
            cryptoCallbacks: {
                getSecretStorageKey: async ({ keys }) => [Object.keys(keys)[0], person.secretKey],
                cacheSecretStorageKey: () => {},
            },
        });
        await person.client.initRustCrypto({ useIndexedDB: false });
        person.crypto = person.client.getCrypto();
        person.crypto.setDeviceIsolationMode(mode === "signed" ? new OnlySignedDevicesIsolationMode() : new AllDevicesIsolationMode(false));
        await person.client.startClient({ initialSyncLimit: 50, threadSupport: true });
        await person.until(() => person.client.isInitialSyncComplete(), "first sync");
        const authorise = (request) => request({ type: "m.login.password", identifier: { type: "m.id.user", user }, password });
        if (secretKey === null) {
            await person.crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: authorise });
            await person.crypto.bootstrapSecretStorage({
                setupNewSecretStorage: true,
                createSecretStorageKey: async () => {
                    const made = await person.crypto.createRecoveryKeyFromPassphrase();
                    person.secretKey = made.privateKey;
                    return made;
                },
            });
        } else {
            await person.crypto.userHasCrossSigningKeys(user, true);
            await person.crypto.bootstrapCrossSigning({});
        }
        return person;
    }

    async leave() {
        await this.client.logout(true);
        this.client.stopClient();
    }

    async until(true_, what) {
        const end = Date.now() + SOON;
        for (;;) {
            const found = await true_();
            if (found) return found;
            if (Date.now() > end) throw new Error(`not within ${SOON / 1000} s: ${what}`);
            await pause(50);
        }
    }

    async open(others, { encrypted, direct, encryption = {} }) {
        const state = encrypted ? [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2", ...encryption } }] : [];
        const { room_id } = await this.client.createRoom({ invite: [bot, ...others], is_direct: direct, preset: "trusted_private_chat", initial_state: state });
        await this.until(() => this.client.getRoom(room_id)?.getMember(bot)?.membership === "join", "the bot has joined");
        await this.told(room_id, 1, "the greeting");
        return room_id;
    }

    events(room) {
        const found = this.client.getRoom(room);
        const sets = [found.getUnfilteredTimelineSet(), ...found.getThreads().map((thread) => thread.timelineSet)];
        const all = new Map();
        for (const set of sets) for (const timeline of set.getTimelines()) for (const event of timeline.getEvents()) all.set(event.getId(), event);
        return [...all.values()].sort((a, b) => a.getTs() - b.getTs());
    }

    said(room) {
        return this.events(room).filter((e) => e.getSender() === bot && ["m.room.message", "m.room.encrypted"].includes(e.getType()) && !e.isRelation("m.replace"));
    }

    async told(room, count, what) {
        await this.until(() => this.said(room).length >= count && !this.said(room).some((e) => e.isBeingDecrypted()), what);
        return this.said(room);
    }

    async say(room, body, more = {}, thread = null) {
        await this.until(() => this.client.getRoom(room), "the room");
        const { event_id } = await this.client.sendMessage(room, thread, { msgtype: "m.text", body, ...more });
        return event_id;
    }

    // Say something and return what the bot says in reply to it.
    async ask(room, body, more = {}, thread = null) {
        const asked = await this.say(room, body, more, thread);
        const answers = (e) => e.getWireContent()["m.relates_to"]?.["m.in_reply_to"]?.event_id === asked && !e.isBeingDecrypted();
        const event = await this.until(() => this.said(room).find(answers), `an answer to ${body}`);
        return { asked, event, content: event.getContent(), relation: event.getWireContent()["m.relates_to"] ?? {} };
    }
}

function readable(what, person, room, event) {
    const encrypted = person.client.getRoom(room).hasEncryptionStateEvent();
    check(`${what}: can be read`, !event.isDecryptionFailure() && event.getType() === "m.room.message", [event.decryptionFailureReason, event.getContent()]);
    check(`${what}: ${encrypted ? "encrypted" : "in clear"}`, event.isEncrypted() === encrypted);
}

const KEPT = /^(blockquote|p|ol|ul|li|em|strong|b|i|br|code|pre|a|span|h[1-6]|details|summary)$/;
function shown(what, content) {
    const html = content.formatted_body ?? "";
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map((m) => m[1]);
    check(`${what}: a notice`, content.msgtype === "m.notice");
    check(`${what}: HTML of the subset`, content.format === "org.matrix.custom.html" && tags.length && tags.every((tag) => KEPT.test(tag)), html);
    check(`${what}: plain text without tags`, content.body && !/<\/?[a-z]+>/.test(content.body), content.body);
}

// The bytes of a file as the homeserver has them.
async function held(person, url) {
    const found = await fetch(person.client.mxcUrlToHttp(url, undefined, undefined, undefined, false, true, true), {
        headers: { Authorization: `Bearer ${person.client.getAccessToken()}` },
    });
    if (!found.ok) throw new Error(`${url}: ${found.status}`);
    return new Uint8Array(await found.arrayBuffer());
}

// What an encrypted file holds, as the specification has it: AES-CTR, half of whose block counts.
async function opened(file, bytes) {
    const key = await crypto.subtle.importKey("jwk", file.key, "AES-CTR", false, ["decrypt"]);
    const counter = Buffer.from(file.iv, "base64");
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CTR", counter, length: 64 }, key, bytes));
}

const digest = async (bytes) => Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("base64").replace(/=+$/, "");

// An image with its words: what the homeserver holds, what it is hashed to, and what it shows once it is opened.
async function pictured(what, person, room, { event, content }) {
    const encrypted = person.client.getRoom(room).hasEncryptionStateEvent();
    readable(what, person, room, event);
    check(`${what}: an image with a caption`, content.msgtype === "m.image" && content.filename && content.body && content.body !== content.filename, content);
    check(`${what}: ${encrypted ? "its file is encrypted" : "its file is in clear"}`, Boolean(content.file) === encrypted && Boolean(content.url) !== encrypted, content);
    const { file, info } = content;
    const bytes = await held(person, file?.url ?? content.url);
    if (encrypted) {
        check(`${what}: version 2, for this use only`, file.v === "v2" && file.key.alg === "A256CTR" && file.key.key_ops.includes("decrypt"), file);
        check(`${what}: the hash of what the homeserver holds`, (await digest(bytes)) === file.hashes.sha256, file.hashes);
    }
    const png = Buffer.from(encrypted ? await opened(file, bytes) : bytes);
    check(`${what}: a PNG once it is opened`, png.subarray(1, 4).toString() === "PNG" && png.subarray(-8, -4).toString() === "IEND", png.subarray(0, 8));
    check(`${what}: of the size that it says`, png.length === info.size && png.readUInt32BE(16) === info.w && png.readUInt32BE(20) === info.h, info);
    if (encrypted) check(`${what}: nothing of it stands on the homeserver`, !Buffer.from(bytes).includes(png.subarray(0, 16)));
}

async function direct(name, person, encrypted) {
    const room = await person.open([], { encrypted, direct: true });
    const what = `${name}, direct`;
    const greeting = person.said(room)[0];
    readable(`${what}, greeting`, person, room, greeting);
    check(`${what}: greeted with three things to try`, greeting.getContent().body?.match(/^– /gm)?.length === 3, greeting.getContent());
    const answer = await person.ask(room, ASKED);
    readable(`${what}, answer`, person, room, answer.event);
    shown(`${what}, answer`, answer.content);
    check(`${what}: a quotation`, /<blockquote>.+<\/blockquote>/s.test(answer.content.formatted_body ?? ""), answer.content);
    check(`${what}: in reply to the question, in no thread`, !answer.relation.rel_type, answer.relation);

    const before = person.said(room).length;
    const edit = { "m.new_content": { msgtype: "m.text", body: MONEY }, "m.relates_to": { rel_type: "m.replace", event_id: answer.asked } };
    await person.client.sendMessage(room, { msgtype: "m.text", body: `* ${MONEY}`, ...edit });
    await person.until(() => person.said(room).some((e) => e.getId() === answer.event.getId() && /20/.test(e.getContent().body)), "the edited answer");
    check(`${what}: an edit changes the answer in place`, person.said(room).length === before, person.said(room).map((e) => e.getContent()));

    const offered = await person.ask(room, "rutte");
    check(`${what}: numbered choices`, /\n2\. /.test(offered.content.body) && /<ol>/.test(offered.content.formatted_body), offered.content);
    const byNumber = await person.ask(room, "2");
    const count = person.said(room).length;
    const reaction = { "m.relates_to": { rel_type: "m.annotation", event_id: offered.event.getId(), key: "2\ufe0f\u20e3" } };
    await person.client.sendEvent(room, "m.reaction", reaction);
    const byReaction = (await person.told(room, count + 1, "an answer to the reaction")).at(-1);
    readable(`${what}, by reaction`, person, room, byReaction);
    check(`${what}: the reaction picks as the number does`, byReaction.getContent().body === byNumber.content.body, byReaction.getContent());

    const quoting = await person.ask(room, PEACE);
    const number = /^(\d)\. En faire une image$/m.exec(quoting.content.body)?.[1];
    check(`${what}: a picture is offered under somebody's words`, number, quoting.content.body);
    await pictured(`${what}, card`, person, room, await person.ask(room, number));
    await pictured(`${what}, timeline`, person, room, await person.ask(room, "!timeline"));
    return room;
}

async function group(name, person, other, encrypted) {
    const room = await person.open([other.client.getUserId()], { encrypted, direct: false });
    const what = `${name}, group`;
    await other.client.joinRoom(room);
    await person.until(() => person.client.getRoom(room).getMember(other.client.getUserId())?.membership === "join", "the other");
    await person.say(room, ASKED);
    await pause(QUIET);
    check(`${what}: quiet where it is not called`, person.said(room).length === 1);
    const mentioned = await person.ask(room, `Briefing: ${ASKED}`, { "m.mentions": { user_ids: [bot] } });
    readable(`${what}, mentioned`, person, room, mentioned.event);
    check(`${what}: who asked is mentioned`, mentioned.content["m.mentions"]?.user_ids?.[0] === person.client.getUserId(), mentioned.content["m.mentions"]);
    const pill = `<a href="https://matrix.to/#/${bot}">${bot}</a>: ${MONEY}`;
    const byPill = await other.ask(room, `${bot}: ${MONEY}`, { format: "org.matrix.custom.html", formatted_body: pill, "m.mentions": { user_ids: [bot] } });
    readable(`${what}, by pill`, other, room, byPill.event);
    check(`${what}: answers the other`, /20/.test(byPill.content.body ?? ""), byPill.content);
    const replied = await other.ask(room, MONEY, { "m.relates_to": { "m.in_reply_to": { event_id: mentioned.event.getId() } } });
    check(`${what}: a reply is answered`, /20/.test(replied.content.body ?? ""), replied.content);
    const commanded = await person.ask(room, `!ask ${MONEY}`);
    check(`${what}: a command is answered`, /20/.test(commanded.content.body ?? ""), commanded.content);

    const root = await person.say(room, "Un fil");
    const inThread = await person.ask(room, `!ask ${ASKED}`, {}, root);
    readable(`${what}, thread`, person, room, inThread.event);
    check(`${what}: stays in the thread`, inThread.relation.rel_type === "m.thread" && inThread.relation.event_id === root, inThread.relation);
    const followed = await other.ask(room, MONEY, {}, root);
    check(`${what}: goes on in its thread without being called`, followed.relation.event_id === root && /20/.test(followed.content.body ?? ""), followed.content);
    await person.told(room, 7, "all that was said");
    await pause(QUIET);
    check(`${what}: nothing is said twice`, person.said(room).length === 7, person.said(room).length);
    return room;
}

// What happens to keys and devices over time, in encrypted rooms.
async function devices(name, user, person, mode) {
    const late = await person.open([], { encrypted: false, direct: true });
    await person.ask(late, ASKED);
    await person.client.sendStateEvent(late, "m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }, "");
    await person.until(() => person.client.getRoom(late).hasEncryptionStateEvent(), "encryption");
    readable(`${name}, encryption turned on later`, person, late, (await person.ask(late, MONEY)).event);

    const rotating = await person.open([], { encrypted: true, direct: true, encryption: { rotation_period_msgs: 2 } });
    for (let n = 0; n < 5; n += 1) readable(`${name}, keys that rotate, ${n + 1}`, person, rotating, (await person.ask(rotating, MONEY)).event);
    await person.crypto.forceDiscardSession(rotating);
    const room = rotating;
    readable(`${name}, a key thrown away`, person, room, (await person.ask(room, MONEY)).event);

    const second = await Person.arrive(user, mode, person.secretKey);
    await second.until(() => second.client.getRoom(room), "the room on the second device");
    const both = await person.ask(room, ASKED);
    readable(`${name}, the first device beside a second`, person, room, both.event);
    const seen = await second.until(() => second.said(room).find((e) => e.getId() === both.event.getId() && !e.isBeingDecrypted()), "the answer on the second device");
    readable(`${name}, the second device`, second, room, seen);
    readable(`${name}, asked from the second device`, second, room, (await second.ask(room, MONEY)).event);

    const status = async () => {
        const verified = await second.crypto.getUserVerificationStatus(bot);
        const devices = (await second.crypto.getUserDeviceInfo([bot], true)).get(bot);
        const signed = await Promise.all([...devices.keys()].map((id) => second.crypto.getDeviceVerificationStatus(bot, id)));
        return { unsigned: signed.filter((s) => !s.signedByOwner).length, known: verified.known, changed: verified.needsUserApproval, devices: devices.size };
    };
    let found = await status();
    check(`${name}: the bot's device is signed by its owner`, found.unsigned === 0 && found.devices > 0, found);
    await order("restart");
    readable(`${name}, after the bot's restart`, second, room, (await second.ask(room, ASKED)).event);
    found = await status();
    check(`${name}: the bot's identity is the same`, found.unsigned === 0 && !found.changed, found);

    await person.leave();
    readable(`${name}, when the first device is gone`, second, room, (await second.ask(room, MONEY)).event);
    await second.leave();
    const third = await Person.arrive(user, mode, second.secretKey);
    await third.until(() => third.client.getRoom(room), "the room on the third device");
    readable(`${name}, a client that begins anew`, third, room, (await third.ask(room, ASKED)).event);
    await order("renew");
    readable(`${name}, a bot that lost its keys and logged in anew`, third, room, (await third.ask(room, MONEY)).event);
    await third.leave();
}

async function run() {
    for (const [number, mode] of ["all", "signed"].entries()) {
        const [one, two] = users.slice(2 * number);
        const person = await Person.arrive(one, mode), other = await Person.arrive(two, mode);
        for (const encrypted of [false, true]) {
            const name = `${mode === "signed" ? "insecure devices excluded" : "all devices"}, ${encrypted ? "encrypted" : "plain"}`;
            await direct(name, person, encrypted);
            await group(name, person, other, encrypted);
        }
        await devices(mode === "signed" ? "insecure devices excluded" : "all devices", one, person, mode);
        await other.leave();
    }
}

try {
    await run();
} catch (error) {
    failed += 1;
    console.log(`FAILED ${error.stack}`);
}
console.log(`independent: ${failed} failed`);
process.exit(failed ? 1 : 0);
