package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.archive.TarLimits;
import io.wave.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Walks the tar of a build context without unpacking it, and refuses what would leave its folder. */
final class ContextTar implements ContentCheck.Look {

    private final CheckedLayer context;
    private final int maxEntries;
    private final ContextLinks links = new ContextLinks();

    ContextTar(CheckedLayer context, int maxEntries) {
        this.context = context;
        this.maxEntries = maxEntries;
    }

    // The stream is closed by the caller, who still needs what follows the archive's end.
    @Override
    @SuppressWarnings("resource")
    public void at(InputStream tar) throws IOException {
        TarReader reader = new TarReader(tar, TarLimits.ofEntries(maxEntries));
        for (Optional<TarArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            check(entry.get());
        }
        Optional<ContextLinks.Link> leaving = links.leaving();
        if (leaving.isPresent()) {
            throw leaves(leaving.get().name(), leaving.get().target());
        }
    }

    private void check(TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        String target = entry.getLinkName();
        String path = inside(name).orElseThrow(() -> refused(name, "lies outside of the context"));
        if (links.cover(path)) {
            throw refused(name, "lies behind a link");
        }
        if (entry.isSymbolicLink()) {
            links.add(name, path, target);
        } else if (entry.isLink() && inside(target).isEmpty()) {
            throw leaves(name, target);
        } else if (!entry.isLink() && !isPlain(entry)) {
            throw refused(name, "is neither a file, a folder nor a link");
        }
    }

    /** The path of a name below the context's folder, were there no links; empty if it is outside. */
    private static Optional<String> inside(String name) throws IOException {
        return name.indexOf('\0') < 0 ? new ContextLinks().resolve("", name) : Optional.empty();
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isDirectory()
                || switch (entry.getLinkFlag()) {
                    case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
                    default -> false;
                };
    }

    private ApiException leaves(String name, String target) {
        return refused(name, "links to '%s', outside of the context".formatted(target));
    }

    private ApiException refused(String name, String reason) {
        return context.broken("location", "holds the entry '%s', which %s".formatted(name, reason));
    }
}
