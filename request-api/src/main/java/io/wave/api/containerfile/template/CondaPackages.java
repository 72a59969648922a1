package io.wave.api.containerfile.template;

import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.conda.InvalidCondaFileException;
import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.PackageUrl;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.content.Base64Text;
import io.wave.api.web.problem.ApiException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Conda installs: a file in the build context, from which {@code micromamba} or {@code pixi} installs. All values are
 * validated.
 *
 * @param file text of the file: a Conda environment file or a list of URLs
 * @param isList whether the file is a list of URLs, which tools recognize by its name
 * @param pipPackages pip packages of a list of URLs, which the package manager does not install
 */
record CondaPackages(String file, boolean isList, List<String> pipPackages) {

    private static final String ENTRIES = "packages.entries";
    private static final String ENVIRONMENT = "packages.environment";
    /** Stands for a lock file that is not downloaded yet. */
    private static final String EMPTY_LOCK = "@EXPLICIT\n";

    CondaPackages {
        pipPackages = List.copyOf(pipPackages);
    }

    /** @param lockFile the content of the lock file that the entries name; null if it is not downloaded yet */
    static CondaPackages of(Packages packages, @Nullable String lockFile) {
        List<String> channels = PackageRules.items("packages.channels", packages.channels(), CondaPackages::channel);
        List<Entry> entries = entries(packages);
        Optional<String> url = lockFile(packages, entries);
        String environment = packages.environment();
        if (environment != null && !environment.isEmpty()) {
            return ofText(ENVIRONMENT, Base64Text.decode(ENVIRONMENT, environment), channels);
        }
        if (url.isPresent()) {
            return ofText(ENTRIES, Objects.requireNonNullElse(lockFile, EMPTY_LOCK), channels);
        }
        if (entries.isEmpty()) {
            throw ApiException.invalid(ENTRIES, "packages.entries or packages.environment is required");
        }
        CondaFile file = CondaFile.of(channels, texts(entries, Kind.CONDA), texts(entries, Kind.PIP));
        return new CondaPackages(file.toString(), false, List.of());
    }

    /** The URL of the lock file that the entries name; empty if there is none or an environment takes precedence. */
    static Optional<String> lockFile(Packages packages) {
        return lockFile(packages, entries(packages));
    }

    private static Optional<String> lockFile(Packages packages, List<Entry> entries) {
        List<String> lockFiles = texts(entries, Kind.LOCK_FILE);
        if (!lockFiles.isEmpty() && entries.size() > 1) {
            throw ApiException.invalid(
                    ENTRIES, "must not contain anything else if they contain the URL of a lock file");
        }
        String environment = packages.environment();
        return environment == null || environment.isEmpty() ? lockFiles.stream().findFirst() : Optional.empty();
    }

    private static List<Entry> entries(Packages packages) {
        return PackageRules.items(ENTRIES, packages.entries(), Entry::read);
    }

    private static CondaPackages ofText(String field, String text, List<String> channels) {
        return LockText.isExplicit(field, text)
                ? new CondaPackages(text, true, LockText.pipPackages(text))
                : new CondaPackages(environment(field, text, channels), false, List.of());
    }

    private static String channel(String field, String word) {
        return PackageRules.isUrl(word) ? PackageRules.url(field, word) : PackageRules.CHANNEL.check(field, word);
    }

    private static String environment(String field, String text, List<String> channels) {
        try {
            CondaFile file = CondaFile.parse(text);
            return (channels.isEmpty() ? file : file.withChannels(channels)).toString();
        } catch (InvalidCondaFileException invalid) {
            throw ApiException.invalid(
                    field,
                    field.equals(ENTRIES)
                            ? "the content of the URL is neither a list of package URLs (@EXPLICIT) nor a Conda environment file, which "
                                    + invalid.rule()
                            : invalid.rule());
        }
    }

    private static List<String> texts(List<Entry> entries, Kind kind) {
        return entries.stream()
                .filter(entry -> entry.kind == kind)
                .map(Entry::text)
                .toList();
    }

    /** The path of the file during the build; tools recognize its type by the extension. */
    String fileIn(String folder) {
        return folder + (isList ? "/conda.txt" : "/conda.yml");
    }

    /** The section of a Singularity definition file that copies the file. */
    String singularityFiles() {
        return "%%files\n    {{wave_context_dir}}/conda.yml %s\n".formatted(fileIn("/scratch"));
    }

    /** The arguments of {@code micromamba install} that specify the packages. */
    String arguments(String folder) {
        return "-f " + fileIn(folder);
    }

    /** Adds the commands that install the pip packages of a list of URLs. */
    ShellSteps withPipPackages(ShellSteps steps) {
        return pipPackages.isEmpty()
                ? steps
                : steps.add(
                        "printf '%%s\\n' %s > /tmp/requirements.txt".formatted(ShellSteps.quoted(pipPackages)),
                        "\"$MAMBA_ROOT_PREFIX/bin/python\" -m pip install --no-cache-dir --no-deps -r /tmp/requirements.txt");
    }

    private enum Kind {
        CONDA,
        PIP,
        LOCK_FILE
    }

    private record Entry(Kind kind, String text) {

        private static final String PIP = "pip:";
        /** Separates a channel, which may be a URL, from a package. */
        private static final String OF_CHANNEL = "::";

        static Entry read(String field, String word) {
            int channel = PackageRules.isUrl(word) ? word.lastIndexOf(OF_CHANNEL) : -1;
            if (channel >= 0) {
                PackageRules.url(field, word.substring(0, channel));
            } else if (PackageRules.isUrl(word)) {
                return new Entry(Kind.LOCK_FILE, lockFile(field, PackageRules.url(field, word)));
            }
            if (!word.startsWith(PIP)) {
                return new Entry(Kind.CONDA, PackageRules.CONDA_PACKAGE.check(field, word));
            }
            return new Entry(Kind.PIP, PackageRules.PIP_PACKAGE.check(field, word.substring(PIP.length())));
        }

        /** A package given by its URL would be installed without its dependencies. */
        private static String lockFile(String field, String url) {
            if (PackageUrl.isPackage(url)) {
                String name = PackageUrl.parse(url).map(PackageUrl::toString).orElse("channel::name=version=build");
                throw ApiException.invalid(
                        field,
                        "must not be the URL of a package: '%s'. Use the package name instead, such as '%s'"
                                .formatted(url, name));
            }
            return url;
        }
    }
}
