// A picture (PNG) of the drawing that the server makes for paper.
export async function savePicture(url, name) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  const picture = new Image();
  await new Promise((done, fail) => {
    picture.onload = done;
    picture.onerror = fail;
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
  const canvas = document.createElement("canvas");
  // A canvas holds some 16 000 pixels a side.
  const ratio = Math.min(2, 16000 / Math.max(picture.width, picture.height));
  canvas.width = picture.width * ratio;
  canvas.height = picture.height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.drawImage(picture, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
