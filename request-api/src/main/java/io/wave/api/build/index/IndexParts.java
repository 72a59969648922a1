package io.wave.api.build.index;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which builds built the images of an index. */
@Component
public class IndexParts {

    private static final int MAX_LISTED = 20;

    private final JdbcClient jdbc;

    IndexParts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records the images of an index, in the caller's transaction. */
    public void add(String whole, Collection<String> parts) {
        parts.forEach(part -> jdbc.sql("INSERT INTO requests.index_part (whole, part) VALUES (:whole, :part)")
                .param("whole", whole)
                .param("part", part)
                .update());
    }

    /** The builds of the indexes that contain the image of this build, the latest first, limited in number. */
    public List<String> indexesOf(String part) {
        return jdbc.sql("""
                        SELECT b.id FROM requests.index_part p JOIN requests.image_build b ON b.id = p.whole
                        WHERE p.part = :part ORDER BY b.submitted_at DESC, b.id LIMIT :limit
                        """)
                .param("part", part)
                .param("limit", MAX_LISTED)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
