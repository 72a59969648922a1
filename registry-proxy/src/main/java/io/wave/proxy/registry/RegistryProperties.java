package io.wave.proxy.registry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Options of the registry API.
 *
 * @param tokenless whether public images of any registry can be pulled without a token
 */
@ConfigurationProperties("wave.proxy")
record RegistryProperties(@DefaultValue("false") boolean tokenless) {}
