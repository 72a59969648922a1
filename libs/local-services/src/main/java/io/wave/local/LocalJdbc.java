package io.wave.local;

import io.wave.local.server.Database;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Says where the database of a test is. */
record LocalJdbc(Database database) implements JdbcConnectionDetails {

    @Override
    public String getUsername() {
        return database.user();
    }

    @Override
    public String getPassword() {
        return database.password();
    }

    @Override
    public String getJdbcUrl() {
        return database.url();
    }
}
