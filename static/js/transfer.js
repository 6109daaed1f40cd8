// Sends a form with files and tells how far it is; fetch can't do that.
export const send = (url, body, signal, progress = () => {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "text";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(Math.round((100 * event.loaded) / event.total));
    };
    request.onload = () => {
      const isData = request.getResponseHeader("Content-Type")?.includes("json");
      if (!isData && request.status < 400) return reject(Object.assign(new Error("out"), { isOut: true }));
      if (!isData) return reject(new Error(String(request.status)));
      const { status } = request;
      const reply = JSON.parse(request.responseText);
      return resolve({ ...reply, ok: status < 300, mayRetry: status >= 500 });
    };
    for (const end of ["onerror", "onabort", "ontimeout"]) request[end] = () => reject(new Error(end));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
