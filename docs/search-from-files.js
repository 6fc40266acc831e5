// Browsers refuse workers to pages that are opened as files, and the search runs in one: a hidden frame does its work there.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    #ready;

    constructor(url) {
      super();
      this.#ready = new Promise((resolve, reject) => {
        const frame = document.createElement("iframe");
        frame.hidden = true;
        frame.onload = () => {
          const inside = frame.contentWindow;
          inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
          const script = inside.document.createElement("script");
          script.src = url;
          script.onload = () => resolve(inside);
          script.onerror = reject;
          inside.document.head.append(script);
        };
        document.documentElement.append(frame);
      });
    }

    async postMessage(data) {
      const inside = await this.#ready;
      inside.dispatchEvent(new inside.MessageEvent("message", { data }));
    }
  };
}
