// Puts values in one control, whatever its kind. A day that is none stands as text: it is not lost.
export const setControl = (control, values) => {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = values.includes(control.value);
    return;
  }
  if (control.type === "date" && values[0] && !/^\d{4}-\d\d-\d\d$/.test(values[0])) control.type = "text";
  control.value = values[0] ?? "";
};
