package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import reel.app.work.ReadStatus;
import reel.stream.hash.Hash;
import reel.testkit.TreeSnapshot;

/// What a person sees when a command is done.
///
/// @param keys who can open it, as far as that was asked
record Seen(Hash head, String status, TreeSnapshot folder, String keys) {
    static Seen of(Desk desk) throws IOException {
        ReadStatus.Report report = desk.status();
        assertThat(report.warning()).isNull();
        Hash head = Objects.requireNonNull(report.commit());
        return new Seen(head, report.head() + " " + report.status(), TreeSnapshot.ofWorkspace(desk.root), "");
    }

    Seen withKeys(String who) {
        return new Seen(head, status, folder, who);
    }
}
