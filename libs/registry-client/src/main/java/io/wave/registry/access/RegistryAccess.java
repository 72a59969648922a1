package io.wave.registry.access;

/**
 * The identity on whose behalf a registry is called. Content that needs credentials is kept apart by tenant.
 *
 * @param tenant tenant; empty for anonymous access, which never uses configured credentials
 */
public record RegistryAccess(String tenant) {

    /** Anonymous access. */
    public static final RegistryAccess NONE = new RegistryAccess("");

    boolean usesCredentials() {
        return !tenant.isEmpty();
    }
}
