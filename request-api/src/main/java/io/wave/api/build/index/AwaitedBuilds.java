package io.wave.api.build.index;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which builds wait for which, in the transaction of the caller. */
@Component
public class AwaitedBuilds {

    private final JdbcClient jdbc;

    AwaitedBuilds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets a build wait. Until the end of the transaction none of those it waits for comes to an end unseen. */
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

    /** The builds that wait for this one, always in the same order. */
    public List<String> waitingFor(String awaited) {
        return jdbc.sql("SELECT waiting FROM requests.awaited_build WHERE awaited = ? ORDER BY waiting")
                .param(awaited)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** Lets a build wait no longer. */
    public void remove(String waiting) {
        jdbc.sql("DELETE FROM requests.awaited_build WHERE waiting = ?")
                .param(waiting)
                .update();
    }

    /** Some of the builds that wait for nothing any more. */
    public List<String> ripe() {
        return jdbc.sql("""
                        SELECT w.waiting FROM requests.awaited_build w JOIN requests.image_build b ON b.id = w.awaited
                        GROUP BY w.waiting HAVING NOT bool_or(b.live) OR bool_or(b.state = 'FAILED')
                        ORDER BY w.waiting LIMIT 50
                        """).query((row, _) -> row.getString(1)).list();
    }
}
