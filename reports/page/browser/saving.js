// Saves what was made in the page as files. Knows nothing of what it saves.

export const saveAs = (name, url) => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

export const saveText = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  saveAs(name, url);
  URL.revokeObjectURL(url);
};
