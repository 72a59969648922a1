package io.wave.registry.config;

/**
 * The location of images below a prefix, as in a {@code registries.conf}.
 *
 * @param prefix {@code host[/path]} as in image names
 * @param location {@code host[:port][/path]} to call
 * @param insecure whether to use plain http
 */
public record RegistryLocation(String prefix, String location, boolean insecure) {}
