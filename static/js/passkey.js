// Asks the device to make or use a passkey, and sends its answer with the form around the button.
// The server's question and the device's answer are JSON with bytes in base64url.
const bytesOf = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (list) => list?.map((each) => ({ ...each, id: bytesOf(each.id) }));

const make = async ({ publicKey }) => {
  const answer = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return told(answer, {
    attestationObject: textOf(answer.response.attestationObject),
    transports: answer.response.getTransports?.() ?? [],
  });
};

const use = async ({ publicKey }) => {
  const answer = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = answer.response;
  return told(answer, {
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    userHandle: userHandle && textOf(userHandle),
  });
};

const told = (answer, response) => ({
  type: answer.type,
  id: answer.id,
  rawId: textOf(answer.rawId),
  authenticatorAttachment: answer.authenticatorAttachment ?? null,
  clientExtensionResults: answer.getClientExtensionResults(),
  response: { ...response, clientDataJSON: textOf(answer.response.clientDataJSON) },
});

const question = async (form) => {
  const stands = form.querySelector("script[type='application/json']");
  if (stands) return JSON.parse(stands.textContent);
  const answer = await fetch(form.dataset.passkeyUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new TypeError(answer.status);
  return (await answer.json()).request_options;
};

const complain = (form, error) => {
  const words = { NotAllowedError: "textStopped", InvalidStateError: "textKnown", TypeError: "textOffline" };
  const line = form.querySelector("[data-passkey-error]");
  line.textContent = line.dataset[words[error.name] ?? "textFailed"];
  line.hidden = false;
};

// A passkey belongs to a name: on a bare number such as 127.0.0.1 no browser makes one.
const can = "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !can;
  form.nextElementSibling.hidden = can;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("[data-passkey-error]").hidden = true;
    try {
      const act = form.dataset.passkey === "make" ? make : use;
      form.elements.credential.value = JSON.stringify(await act(await question(form)));
      form.submit();
    } catch (error) {
      complain(form, error);
    }
  });
}
