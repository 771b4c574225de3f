/** Lists that grow by an item for each layer. */

/** Puts an item at the end of a list. `push` does the same, but is called each time where this is a store in a compiled loop. */
export const append = <Item>(list: Item[], item: Item): void => {
  list[list.length] = item;
};
