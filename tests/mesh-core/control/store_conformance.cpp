// SPDX-License-Identifier: Apache-2.0
#include "mesh-core/control/store_conformance.h"

#include <QTest>

#include <atomic>
#include <mutex>

namespace causeway::control::test {

namespace {

// What a watch was told, one line a revision: "3: /a=one /b-".
class Transcript {
public:
    WatchCallback callback() {
        return [this](std::uint64_t revision, const std::vector<Change>& changes) {
            std::string line = std::to_string(revision) + ":";
            for (const Change& change : changes)
                line += " " + change.key + (change.now ? "=" + change.now->value : "-");
            const std::lock_guard lock(m_mutex);
            m_lines.push_back(line);
        };
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines;
};

using Lines = std::vector<std::string>;

} // namespace

void StoreConformance::init() {
    m_store = open();
    QVERIFY(m_store != nullptr);
}

void StoreConformance::cleanup() {
    m_store.reset();
    destroy();
}

Commit StoreConformance::put(const std::string& key, const std::string& value) {
    return m_store->write({.compares = {}, .operations = {{.key = key, .value = value}}}).value();
}

std::string StoreConformance::valueOf(const std::string& key, std::uint64_t revision) {
    const auto found = m_store->get(key, revision).value();
    return found ? found->value : "(none)";
}

void StoreConformance::startsEmptyAtRevisionZero() {
    QCOMPARE(m_store->revision(), 0U);
    QVERIFY(m_store->range({}).value().items.empty());
    QCOMPARE(valueOf("/a"), std::string("(none)"));
}

void StoreConformance::countsRevisionsAndVersions() {
    QCOMPARE(put("/a", "one").revision, 1U);
    QCOMPARE(put("/b", "uno").revision, 2U);
    QCOMPARE(put("/a", "two").revision, 3U);
    const auto found = m_store->get("/a").value();
    QVERIFY(found.has_value());
    QCOMPARE(
        *found,
        (KeyValue{
            .key = "/a", .value = "two", .createRevision = 1, .modRevision = 3, .version = 2}));
}

void StoreConformance::readsThePast() {
    put("/a", "one");
    put("/b", "uno");
    put("/a", "two");
    QCOMPARE(valueOf("/a", 1), std::string("one"));
    QCOMPARE(valueOf("/b", 1), std::string("(none)"));
    const auto then = m_store->range({.prefix = "/", .revision = 2}).value();
    QCOMPARE(then.items.size(), 2U);
    QCOMPARE(then.items[0].value, std::string("one"));
    QCOMPARE(then.revision, 3U);
}

void StoreConformance::refusesARevisionOfTheFuture() {
    const auto answer = m_store->range({.prefix = "/", .revision = 7});
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind(), ErrorKind::InvalidInput);
    const auto one = m_store->get("/a", 7);
    QVERIFY(!one);
    QCOMPARE(one.error().kind(), ErrorKind::InvalidInput);
}

void StoreConformance::rangesByPrefixInKeyOrder() {
    for (const char* key : {"/b/2", "/a/9", "/b/10", "/b/\xc3\xa6", "/c", "/b"})
        put(key, "x");
    const auto found = m_store->range({.prefix = "/b/", .revision = 0}).value();
    Lines keys;
    for (const KeyValue& item : found.items)
        keys.push_back(item.key);
    QCOMPARE(keys, (Lines{"/b/10", "/b/2", "/b/\xc3\xa6"}));
}

void StoreConformance::rangesAPageAtATime() {
    for (const char* key : {"/a/1", "/a/2", "/a/3", "/a/4", "/b"})
        put(key, "x");
    Lines keys;
    for (std::string after;;) {
        const auto page = m_store->range({.prefix = "/a/", .after = after, .limit = 3}).value();
        if (page.items.empty())
            break;
        keys.push_back(std::to_string(page.items.size()) + " to " + page.items.back().key);
        after = page.items.back().key;
    }
    QCOMPARE(keys, (Lines{"3 to /a/3", "1 to /a/4"}));
}

void StoreConformance::writesAllOrNothing() {
    const auto commit = m_store->write(
        {.compares = {},
         .operations = {{.key = "/a", .value = "one"}, {.key = "/b", .value = "uno"}}});
    QCOMPARE(commit.value().revision, 1U);
    QCOMPARE(m_store->get("/b").value()->modRevision, 1U);
    const auto refused = m_store->write(
        {.compares = {{.key = "/b", .modRevision = 9}},
         .operations = {{.key = "/a", .value = "two"}, {.key = "/c", .value = "tre"}}});
    QVERIFY(!refused.value().succeeded);
    QCOMPARE(valueOf("/a"), std::string("one"));
    QCOMPARE(valueOf("/c"), std::string("(none)"));
    QCOMPARE(m_store->revision(), 1U);
}

void StoreConformance::comparesBeforeItWrites() {
    const Transaction create{.compares = {{.key = "/a", .modRevision = 0}},
                             .operations = {{.key = "/a", .value = "mine"}}};
    QVERIFY(m_store->write(create).value().succeeded);
    QVERIFY(!m_store->write(create).value().succeeded);
    const Transaction change{.compares = {{.key = "/a", .modRevision = 1}},
                             .operations = {{.key = "/a", .value = "changed"}}};
    QVERIFY(m_store->write(change).value().succeeded);
    QVERIFY(!m_store->write(change).value().succeeded);
    QCOMPARE(valueOf("/a"), std::string("changed"));
}

void StoreConformance::deletesAndForgetsNothing() {
    put("/a", "one");
    const auto removed =
        m_store->write({.compares = {}, .operations = {{.key = "/a", .value = std::nullopt}}});
    QCOMPARE(removed.value().revision, 2U);
    QCOMPARE(valueOf("/a"), std::string("(none)"));
    QVERIFY(m_store->range({}).value().items.empty());
    QCOMPARE(valueOf("/a", 1), std::string("one"));
    put("/a", "again");
    QCOMPARE(m_store->get("/a").value()->modRevision, 3U);
}

void StoreConformance::deletingNothingIsNoRevision() {
    put("/a", "one");
    const auto removed =
        m_store->write({.compares = {}, .operations = {{.key = "/b", .value = std::nullopt}}});
    QVERIFY(removed.value().succeeded);
    QCOMPARE(removed.value().revision, 1U);
}

void StoreConformance::watchesFromThePastIntoTheFuture() {
    put("/a/1", "one");
    put("/b/1", "elsewhere");
    put("/a/2", "two");
    Transcript transcript;
    const auto watch = m_store->watch("/a/", 2, transcript.callback()).value();
    QTRY_COMPARE(transcript.lines(), (Lines{"3: /a/2=two"}));
    put("/a/1", "uno");
    put("/b/1", "still elsewhere");
    std::ignore =
        m_store->write({.compares = {}, .operations = {{.key = "/a/2", .value = std::nullopt}}});
    QTRY_COMPARE(transcript.lines(), (Lines{"3: /a/2=two", "4: /a/1=uno", "6: /a/2-"}));
}

void StoreConformance::deliversARevisionAsAWhole() {
    Transcript transcript;
    const auto watch = m_store->watch("/", 1, transcript.callback()).value();
    std::ignore = m_store->write(
        {.compares = {}, .operations = {{.key = "/b", .value = "2"}, {.key = "/a", .value = "1"}}});
    QTRY_COMPARE(transcript.lines(), (Lines{"1: /a=1 /b=2"}));
}

void StoreConformance::endsAWatch() {
    std::atomic<int> early = 0;
    std::atomic<int> late = 0;
    auto first = m_store->watch("/", 1, [&](auto, const auto&) { ++early; }).value();
    const auto second = m_store->watch("/", 1, [&](auto, const auto&) { ++late; }).value();
    put("/a", "one");
    QTRY_COMPARE(early.load(), 1);
    first.reset();
    put("/a", "two");
    QTRY_COMPARE(late.load(), 2);
    QCOMPARE(early.load(), 1);
}

void StoreConformance::keepsEverythingOverAReopening() {
    put("/a", "one");
    put("/a", "two");
    m_store.reset();
    m_store = open();
    QCOMPARE(m_store->revision(), 2U);
    QCOMPARE(valueOf("/a"), std::string("two"));
    QCOMPARE(valueOf("/a", 1), std::string("one"));
    QCOMPARE(put("/a", "three").revision, 3U);
}

} // namespace causeway::control::test
