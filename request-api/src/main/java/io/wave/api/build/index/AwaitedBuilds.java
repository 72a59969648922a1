package io.wave.api.build.index;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The builds that an index waits for. All methods run in the caller's transaction. */
@Component
public class AwaitedBuilds {

    private final JdbcClient jdbc;

    AwaitedBuilds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets an index wait for builds. None of them can end before this transaction does. */
    public void add(String waiting, Collection<String> awaited) {
        List<String> _ = jdbc.sql("SELECT id FROM requests.image_build WHERE id IN (:ids) ORDER BY id FOR SHARE")
                .param("ids", awaited)
                .query((row, _) -> row.getString(1))
                .list();
        awaited.forEach(
                each -> jdbc.sql("INSERT INTO requests.awaited_build (waiting, awaited) VALUES (:waiting, :awaited)")
                        .param("waiting", waiting)
                        .param("awaited", each)
                        .update());
    }

    /** The indexes that wait for this build, in a fixed order. */
    public List<String> waitingFor(String awaited) {
        return jdbc.sql("SELECT waiting FROM requests.awaited_build WHERE awaited = ? ORDER BY waiting")
                .param(awaited)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** Ends the wait of an index. */
    public void remove(String waiting) {
        jdbc.sql("DELETE FROM requests.awaited_build WHERE waiting = ?")
                .param(waiting)
                .update();
    }

    /** Some of the indexes that no longer wait for an unfinished build. */
    public List<String> undecided() {
        return jdbc.sql("""
                        SELECT w.waiting FROM requests.awaited_build w JOIN requests.image_build b ON b.id = w.awaited
                        GROUP BY w.waiting HAVING NOT bool_or(b.live) OR bool_or(b.state = 'FAILED')
                        ORDER BY w.waiting LIMIT 50
                        """).query((row, _) -> row.getString(1)).list();
    }
}
