package io.wave.messaging;

import com.zaxxer.hikari.HikariDataSource;
import io.wave.local.Database;
import io.wave.local.LocalServices;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with an empty outbox. */
record OutboxDatabase(DataSource dataSource, Database coordinates) {

    static OutboxDatabase create() {
        Database database = LocalServices.newDatabase();
        var pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(6);
        JdbcClient jdbc = JdbcClient.create(pool);
        jdbc.sql("CREATE SCHEMA " + Replica.SCHEMA).update();
        jdbc.sql("""
                CREATE TABLE %s.outbox (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, topic text NOT NULL,
                    message_key text NOT NULL, type text NOT NULL, subject text NOT NULL, body text NOT NULL,
                    projection text, created_at timestamptz NOT NULL DEFAULT now(), claimed_until timestamptz,
                    kafka_done boolean NOT NULL DEFAULT false, redis_done boolean NOT NULL)
                """.formatted(Replica.SCHEMA)).update();
        return new OutboxDatabase(pool, database);
    }

    boolean isEmpty() {
        return JdbcClient.create(dataSource)
                        .sql("SELECT count(*) FROM %s.outbox".formatted(Replica.SCHEMA))
                        .query(Long.class)
                        .single()
                == 0;
    }
}
