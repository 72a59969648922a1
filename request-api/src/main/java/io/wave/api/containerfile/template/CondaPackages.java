package io.wave.api.containerfile.template;

import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.conda.InvalidCondaFileException;
import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.PackageUrl;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.content.Base64Text;
import io.wave.api.web.problem.ApiException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Conda installs: a file in the build context, or the URL of a lock file. All values are validated.
 *
 * @param file text of the file: a Conda environment file or a list of URLs; if there is a lock file, it is only added
 *     to the build context
 * @param isList whether the file is a list of URLs, which tools recognize by its name
 * @param lockFile URL of the lock file
 * @param channels channels to use with a lock file
 */
record CondaPackages(
        @Nullable String file, boolean isList, @Nullable String lockFile, List<String> channels) {

    private static final String ENTRIES = "packages.entries";
    private static final String ENVIRONMENT = "packages.environment";

    static CondaPackages of(Packages packages) {
        List<String> channels = PackageRules.items("packages.channels", packages.channels(), CondaPackages::channel);
        List<Entry> entries = PackageRules.items(ENTRIES, packages.entries(), Entry::read);
        String lockFile = lockFile(entries);
        String environment = packages.environment();
        if (environment != null && !environment.isEmpty()) {
            String text = Base64Text.decode(ENVIRONMENT, environment);
            return LockText.isExplicit(ENVIRONMENT, text)
                    ? new CondaPackages(text, true, lockFile, channels)
                    : new CondaPackages(environment(text, channels), false, lockFile, channels);
        }
        if (lockFile != null) {
            return new CondaPackages(null, false, lockFile, channels);
        }
        if (entries.isEmpty()) {
            throw ApiException.invalid(ENTRIES, "packages.entries or packages.environment is required");
        }
        CondaFile file = CondaFile.of(channels, texts(entries, Kind.CONDA), texts(entries, Kind.PIP));
        return new CondaPackages(file.toString(), false, null, channels);
    }

    private static String channel(String field, String word) {
        return PackageRules.isUrl(word) ? PackageRules.url(field, word) : PackageRules.CHANNEL.check(field, word);
    }

    private static String environment(String text, List<String> channels) {
        try {
            CondaFile file = CondaFile.parse(text);
            return (channels.isEmpty() ? file : file.withChannels(channels)).toString();
        } catch (InvalidCondaFileException invalid) {
            throw ApiException.invalid(ENVIRONMENT, invalid.rule());
        }
    }

    private static @Nullable String lockFile(List<Entry> entries) {
        List<String> lockFiles = texts(entries, Kind.LOCK_FILE);
        if (!lockFiles.isEmpty() && entries.size() > 1) {
            throw ApiException.invalid(
                    ENTRIES, "must not contain anything else if they contain the URL of a lock file");
        }
        return lockFiles.isEmpty() ? null : lockFiles.getFirst();
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

    /** The section of a Singularity definition file that copies the file, if any. */
    String singularityFiles() {
        return isFile() ? "%%files\n    {{wave_context_dir}}/conda.yml %s\n".formatted(fileIn("/scratch")) : "";
    }

    /** The arguments of {@code micromamba install} that specify the packages. */
    String arguments(String folder) {
        if (lockFile == null) {
            return "-f " + fileIn(folder);
        }
        String options = channels.stream()
                .map(channel -> "-c " + ShellSteps.quoted(channel) + " ")
                .collect(Collectors.joining());
        return options + "-f " + ShellSteps.quoted(lockFile);
    }

    boolean isFile() {
        return lockFile == null;
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
