package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.security.caller.Secret;

/** A Platform and the token of one of its users. */
public record PlatformLogin(PlatformEndpoint endpoint, Secret token) {}
