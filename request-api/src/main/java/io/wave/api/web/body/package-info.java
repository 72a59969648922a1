/** Limits on the size of request bodies and on the time that a client may take to send a request. */
@NullMarked
package io.wave.api.web.body;

import org.jspecify.annotations.NullMarked;
