/** Stands in for request-api in the tests of this service. */
@NullMarked
package io.wave.proxy.stub;

import org.jspecify.annotations.NullMarked;
