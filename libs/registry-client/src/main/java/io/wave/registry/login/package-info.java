/** What is sent to registries in place of configured credentials. */
@NullMarked
package io.wave.registry.login;

import org.jspecify.annotations.NullMarked;
