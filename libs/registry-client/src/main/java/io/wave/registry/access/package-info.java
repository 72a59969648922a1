/** Targets of calls: a repository, its endpoint, the tenant and what the call is for. */
@NullMarked
package io.wave.registry.access;

import org.jspecify.annotations.NullMarked;
