package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.web.problem.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * An R package in the entries of a request.
 *
 * @param kind where it comes from
 * @param name package name or URL
 * @param version requested version, or null for the newest
 */
record CranPackage(Kind kind, String name, @Nullable String version) {

    private static final String BIOCONDUCTOR = "bioc::";

    enum Kind {
        REPOSITORY,
        BIOCONDUCTOR,
        URL
    }

    /**
     * Parses {@code name}, {@code name=version} with one or two equals signs or an {@code @}, {@code bioc::name}, or a
     * URL.
     */
    static CranPackage read(String field, String word) {
        if (PackageRules.isUrl(word)) {
            return new CranPackage(Kind.URL, PackageRules.url(field, word), null);
        }
        boolean bioconductor = word.startsWith(BIOCONDUCTOR);
        String spec = bioconductor ? word.substring(BIOCONDUCTOR.length()) : word;
        int end = 0;
        while (end < spec.length() && "=@<>!~".indexOf(spec.charAt(end)) < 0) {
            end++;
        }
        String name = PackageRules.R_PACKAGE.check(field, spec.substring(0, end));
        if (end == spec.length()) {
            return new CranPackage(bioconductor ? Kind.BIOCONDUCTOR : Kind.REPOSITORY, name, null);
        }
        if (bioconductor) {
            throw ApiException.invalid(
                    field,
                    "must not have a version: each Bioconductor release has one version of a package. Use 'bioc::%s'"
                            .formatted(name));
        }
        return new CranPackage(Kind.REPOSITORY, name, version(field, spec.substring(end)));
    }

    private static String version(String field, String text) {
        int start = text.startsWith("==") ? 2 : text.startsWith("=") || text.startsWith("@") ? 1 : 0;
        return PackageRules.R_VERSION.check(field, text.substring(start));
    }
}
