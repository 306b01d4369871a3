.pragma library

/// The item and all below it that are wanted, in the order of the tree.
function all(item, wanted) {
    let found = wanted(item) ? [item] : [];
    for (let i = 0; i < item.children.length; ++i)
        found = found.concat(all(item.children[i], wanted));
    return found;
}

/// The first one of this objectName; undefined where there is none.
function named(item, name) {
    return all(item, each => each.objectName === name)[0];
}

/// Visible texts.
function texts(item) {
    return all(item, each => each.visible && each.textFormat !== undefined && each.text !== "");
}

/// Visible icons.
function icons(item) {
    return all(item, each => each.visible && each.glyph !== undefined && each.pixels !== undefined);
}
