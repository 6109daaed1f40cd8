// An encrypted box on this device. What goes in is sealed with a key that the server keeps for this
// session; without that key nobody can open it, this browser neither.
const NAME = "drafts";
const KIND = "AES-GCM";
const IV_BYTES = 12;

export const canKeep = () => isSecureContext && "indexedDB" in globalThis && "subtle" in crypto;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = async () => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(NAME);
  const box = await done(asked);
  box.onversionchange = () => box.close(); // somebody signs out in another tab
  return box;
};

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const isThere = async () => (await indexedDB.databases()).some(({ name }) => name === NAME);

export class Vault {
  constructor(box, key) {
    this.box = box;
    this.key = key;
  }

  static async open(secret) {
    const key = await crypto.subtle.importKey("raw", bytes(secret), KIND, false, ["encrypt", "decrypt"]);
    return new Vault(await open(), key);
  }

  store(mode) {
    return this.box.transaction(NAME, mode, { durability: "strict" }).objectStore(NAME);
  }

  async put(id, draft) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = await crypto.subtle.encrypt({ name: KIND, iv }, this.key, plain);
    await done(this.store("readwrite").put({ iv, sealed }, id));
  }

  remove(id) {
    return done(this.store("readwrite").delete(id));
  }

  async read({ iv, sealed }) {
    const plain = await crypto.subtle.decrypt({ name: KIND, iv }, this.key, sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // All that this key opens, by id; what it doesn't open is thrown away, and counted.
  async all() {
    const store = this.store("readonly");
    const [ids, kept] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    const drafts = new Map();
    let lost = 0;
    for (const [n, id] of ids.entries()) {
      try {
        drafts.set(id, await this.read(kept[n]));
      } catch {
        lost += 1;
        await this.remove(id);
      }
    }
    return { drafts, lost };
  }
}

// How many drafts lie here, opened or not.
export const count = async () => {
  if (!canKeep() || !(await isThere())) return 0;
  const box = await open();
  const n = await done(box.transaction(NAME).objectStore(NAME).count());
  box.close();
  return n;
};

export const wipe = async () => {
  if (canKeep() && (await isThere())) await done(indexedDB.deleteDatabase(NAME));
};
