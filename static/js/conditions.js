// When a cell is asked for, given the cells to its left: the same tests as the server's, on one row.
const number = (text) => Number(text.replace(/\s/g, "").replace(",", "."));

const compare = (check) => (values, wanted) => Number.isNaN(number(values[0])) || check(number(values[0]), Number(wanted));

const TESTS = {
  is: (values, wanted) => wanted.includes(values[0]),
  has_any: (values, wanted) => values.some((value) => wanted.includes(value)),
  has_none: (values, wanted) => !values.some((value) => wanted.includes(value)),
  at_least: compare((value, wanted) => value >= wanted),
  at_most: compare((value, wanted) => value <= wanted),
  empty: () => false,
};

const passes = (name, wanted, values) => (values.length ? TESTS[name](values, wanted) : name === "empty");

export const holds = (when, values) =>
  Object.entries(when).every(([target, body]) => {
    if (target === "any_of") return body.some((group) => holds(group, values));
    if (target === "none_of") return !body.some((group) => holds(group, values));
    const own = values[target.replace(/^row\./, "")] ?? [];
    return Object.entries(body).every(([name, wanted]) => passes(name, wanted, own));
  });
