package io.wave.api.access;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the images were made from that builds and mirrors have created. */
@Component
class MadeImages {

    private static final int MAX_ORIGINS = 10;

    private final JdbcClient jdbc;

    MadeImages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What an image with this content was made from, once for each way in which it was made. Source and target of a mirror may be
     * servers of its user, which need not have the content. So mirrors are left out if a build made it, and ways that all callers
     * can read are left out if there are others.
     */
    List<ImageSources> succeeded(Digest digest) {
        return sources("""
                SELECT sources, restricted_sources, restricted FROM (
                    SELECT sources, restricted_sources, restricted, rank() OVER (ORDER BY kind, restricted DESC) AS place FROM (
                        SELECT sources, restricted_sources, restricted, 0 AS kind FROM requests.image_build
                        WHERE digest = :digest AND state = 'SUCCEEDED'
                        UNION
                        SELECT sources, restricted_sources, restricted, 1 FROM requests.image_mirror
                        WHERE spec ->> 'digest' = :digest AND state = 'SUCCEEDED') AS ways) AS ranked
                WHERE place = 1 LIMIT :limit
                """, "", digest);
    }

    /**
     * What an image may have been made from: by jobs that are live, or that have not succeeded although they may have pushed
     * it.
     *
     * @param target its name with its tag, if it is known by one
     */
    List<ImageSources> attempted(String target, Digest digest) {
        return sources("""
                SELECT sources, restricted_sources, restricted FROM requests.image_build WHERE target = :target
                UNION
                SELECT sources, restricted_sources, restricted FROM requests.image_mirror WHERE spec ->> 'digest' = :digest
                ORDER BY restricted DESC LIMIT :limit
                """, target, digest);
    }

    private List<ImageSources> sources(String sql, String target, Digest digest) {
        return jdbc.sql(sql)
                .param("target", target)
                .param("digest", digest.toString())
                .param("limit", MAX_ORIGINS)
                .query((row, _) -> sources(row))
                .list();
    }

    /** What the image of a build or mirror is made from. */
    ImageSources of(JobId job) {
        String table = job.kind() == JobKind.BUILD ? "image_build" : "image_mirror";
        Optional<ImageSources> found = jdbc.sql(
                        "SELECT sources, restricted_sources, restricted FROM requests.%s WHERE id = :id"
                                .formatted(table))
                .param("id", job.text())
                .query((row, _) -> sources(row))
                .optional();
        return found.orElse(ImageSources.NONE);
    }

    /** Whether a repository, under whatever name of its registry, may have an image that not all callers can read. */
    boolean mayHaveRestricted(String repository) {
        return AccessScope.isIn(repository) || hasRestricted(repository);
    }

    private boolean hasRestricted(String repository) {
        String path = "%/" + repository.replace("_", "\\_");
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM requests.image_build
                                WHERE restricted AND (target LIKE :tagged OR target LIKE :pinned))
                            OR EXISTS (SELECT FROM requests.image_mirror
                                WHERE restricted AND (target LIKE :tagged OR target LIKE :pinned))
                        """)
                .param("tagged", path + ":%")
                .param("pinned", path + "@%")
                .query(Boolean.class)
                .single();
    }

    /** Of a restricted job of an older version it is not known which images are restricted. */
    private static ImageSources sources(ResultSet row) throws SQLException {
        Set<ImageReference> sources = images(row, "sources");
        Set<ImageReference> restricted = images(row, "restricted_sources");
        boolean unknown = row.getBoolean("restricted") && restricted.isEmpty();
        return new ImageSources(sources, unknown ? sources : restricted);
    }

    private static Set<ImageReference> images(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(ImageReference::parse)
                .collect(Collectors.toUnmodifiableSet());
    }
}
