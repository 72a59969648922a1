package io.wave.registry.access;

/**
 * On whose behalf a registry is asked. What is got with credentials is kept apart by tenant.
 *
 * @param tenant who asks; empty for nobody, who never uses configured credentials
 */
public record RegistryAccess(String tenant) {

    /** Only what the registry gives to anyone. */
    public static final RegistryAccess NONE = new RegistryAccess("");

    boolean usesCredentials() {
        return !tenant.isEmpty();
    }
}
