package io.wave.cloud.aws;

import io.wave.registry.access.RegistryTarget;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry of Amazon ECR. A login is accepted by all registries of a region that its principal can use.
 *
 * @param account account of the registry; {@code public} for the public one
 * @param region region of its API
 * @param isPublic whether it is the public registry
 * @param fips whether the host is one with validated cryptography
 */
public record EcrRegistry(String account, String region, boolean isPublic, boolean fips) {

    private static final String PUBLIC_HOST = "public.ecr.aws";
    private static final EcrRegistry PUBLIC = new EcrRegistry("public", "us-east-1", true, false);
    private static final String HTTPS_PORT = ":443";
    private static final Pattern HOST =
            Pattern.compile("([0-9]{12})\\.dkr[.-]ecr(-fips)?\\.([a-z]{2,4}(?:-[a-z]{1,12}){1,3}-[0-9]{1,2})"
                    + "\\.(amazonaws\\.com|amazonaws\\.com\\.cn|on\\.aws|on\\.amazonwebservices\\.com\\.cn)");

    /** The registry that a call reaches, by the endpoint or by the name of its registry. */
    static Optional<EcrRegistry> of(RegistryTarget target) {
        return Stream.of(target.endpoint().base().getHost(), target.registry())
                .map(EcrRegistry::of)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether the name of a registry is that of a private one. */
    public static boolean isPrivate(String name) {
        return of(name).filter(registry -> !registry.isPublic()).isPresent();
    }

    static Optional<EcrRegistry> of(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        host = host.endsWith(HTTPS_PORT) ? host.substring(0, host.length() - HTTPS_PORT.length()) : host;
        if (host.equals(PUBLIC_HOST)) {
            return Optional.of(PUBLIC);
        }
        Matcher form = HOST.matcher(host);
        return form.matches()
                        && form.group(3).startsWith("cn-") == form.group(4).endsWith(".cn")
                ? Optional.of(new EcrRegistry(form.group(1), form.group(3), false, form.group(2) != null))
                : Optional.empty();
    }

    /** What it has in common with the registries that accept the same login. */
    String scope() {
        return isPublic ? "public" : region + (fips ? " fips" : "");
    }
}
