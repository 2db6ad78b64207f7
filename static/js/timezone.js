// Fills in the visitor's own time zone where the list has it; the choice stays visible and free.
const select = document.querySelector('select[data-guess="zone"]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some((option) => option.value === zone)) select.value = zone;
