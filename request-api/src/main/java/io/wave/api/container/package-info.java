/** Container requests: rules, acceptance, records, status. */
@NullMarked
package io.wave.api.container;

import org.jspecify.annotations.NullMarked;
