package io.wave.registry.config;

/**
 * Where images below a prefix are found, in the terms of a {@code registries.conf}.
 *
 * @param prefix {@code host[/path]} as in image names
 * @param location {@code host[:port][/path]} that is asked
 * @param insecure whether plain http is spoken
 */
public record RegistryLocation(String prefix, String location, boolean insecure) {}
