package io.wave.api.web.json;

/**
 * A body of an endpoint that Wave does not have: every value must have its JSON type. In bodies of Wave, a list of one element may stand
 * for the element, an element for the list and a number for a text.
 */
public interface StrictBody {}
