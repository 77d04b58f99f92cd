// SPDX-License-Identifier: Apache-2.0
#include "control/recording/recording_reader.h"

#include <algorithm>

namespace causeway::control {

namespace {

// A bucket may begin as long as a day before what it holds.
constexpr const char* kRows = R"(
    SELECT s.text, t.port, w.text, i.text, t.network, h.text, m.text, p.text, x.text, t.verdict,
           min(t.bucket + t.first), max(t.bucket + t.last), sum(t.count)
    FROM tuples t
    JOIN names s ON s.id = t.service JOIN names w ON w.id = t.workload
    JOIN names i ON i.id = t.identity JOIN names h ON h.id = t.host
    JOIN names m ON m.id = t.method JOIN names p ON p.id = t.path JOIN names x ON x.id = t.headers
    WHERE t.bucket > ?1 - 86400 AND t.bucket < ?2 AND t.bucket + t.last >= ?1
          AND t.bucket + t.first < ?2
    GROUP BY t.service, t.port, t.workload, t.identity, t.network, t.host, t.method, t.path,
             t.headers, t.verdict)";

IpAddress addressOf(const std::string& octets) {
    IpAddress::Octets all{};
    if (octets.size() == 4) {
        all[10] = all[11] = 0xff;
        std::ranges::copy(octets, reinterpret_cast<char*>(all.data()) + 12);
    } else {
        std::copy_n(octets.begin(), std::min(octets.size(), all.size()),
                    reinterpret_cast<char*>(all.data()));
    }
    return IpAddress(all);
}

} // namespace

Result<RecordingReader> RecordingReader::open(const std::string& path, Wanted wanted) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::Checkpoints));
    RecordingReader reader(std::move(database), std::move(wanted));
    CAUSEWAY_CHECK(reader.begin());
    return reader;
}

Status RecordingReader::begin() {
    CAUSEWAY_TRY(Statement kept,
                 m_database.prepare("SELECT value FROM facts WHERE name = 'kept-from'"));
    CAUSEWAY_TRY(const bool known, kept.step());
    m_span.to = m_wanted.to;
    m_span.from = std::min(std::max(m_wanted.from, known ? kept.integer(0) : 0), m_span.to);
    kept.reset();
    CAUSEWAY_TRY(Statement lost,
                 m_database.prepare("SELECT sum(requests) FROM given_up WHERE bucket > ?1 - 3600 "
                                    "AND bucket < ?2"));
    CAUSEWAY_TRY(const bool any, lost.bind(1, m_wanted.from).bind(2, m_wanted.to).step());
    m_span.givenUp = any ? static_cast<std::uint64_t>(lost.integer(0)) : 0;
    CAUSEWAY_TRY(Statement rows, m_database.prepare(kRows));
    rows.bind(1, m_wanted.from).bind(2, m_wanted.to);
    m_rows.emplace(std::move(rows));
    return {};
}

recording::Sample RecordingReader::sample() const {
    recording::Sample sample;
    sample.service = m_rows->text(0);
    sample.port = static_cast<std::uint16_t>(m_rows->integer(1));
    sample.workload = m_rows->text(2);
    sample.identity = m_rows->text(3);
    sample.network = addressOf(m_rows->text(4));
    sample.host = m_rows->text(5);
    sample.method = m_rows->text(6);
    sample.path = m_rows->text(7);
    sample.headers = m_rows->text(8);
    sample.verdict =
        static_cast<recording::Verdict>(std::clamp<std::int64_t>(m_rows->integer(9), 0, 4));
    sample.firstSeen = m_rows->integer(10);
    sample.lastSeen = m_rows->integer(11);
    sample.count = static_cast<std::uint64_t>(std::max<std::int64_t>(m_rows->integer(12), 1));
    return sample;
}

Result<std::vector<recording::Sample>> RecordingReader::next(std::size_t most) {
    std::vector<recording::Sample> part;
    while (m_rows && part.size() < most) {
        CAUSEWAY_TRY(const bool row, m_rows->step());
        if (!row) {
            m_rows.reset(); // it ends the read transaction, too
            break;
        }
        auto one = sample();
        if (m_wanted.ns.empty()
            || one.service.find("." + m_wanted.ns + ".svc.") != std::string::npos)
            part.push_back(std::move(one));
    }
    return part;
}

} // namespace causeway::control
