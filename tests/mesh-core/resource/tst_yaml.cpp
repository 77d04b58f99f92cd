// SPDX-License-Identifier: Apache-2.0
#include "resource/field_reader.h"
#include "resource/yaml.h"

#include <QTest>

using namespace causeway;
using namespace causeway::resource;
using namespace std::chrono_literals;

namespace {

QString errorOf(const std::string& text, const YamlLimits& limits = {}) {
    const auto documents = parseYaml(text, "f.yaml", limits);
    return documents ? QString("none") : QString::fromStdString(documents.error().describe());
}

// Reads a person: a name, an age, maybe a wait and friends.
QString problemsOf(const std::string& text) {
    Problems problems("f.yaml");
    const auto documents = parseYaml(text, "f.yaml");
    {
        FieldReader reader(documents->front().root, "", problems);
        (void)reader.text("name");
        (void)reader.number<int>("age", {1, 150});
        (void)reader.duration("wait");
        (void)reader.flagOr("kind", false);
        (void)reader.oneOf<int>("mood", {{"good", 1}, {"bad", 2}});
        for (auto& friendly : reader.objects("friends"))
            (void)friendly.text("name");
    }
    const auto status = problems.status();
    return status ? QString("none") : QString::fromStdString(status.error().describe());
}

} // namespace

class TestYaml : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nodesKnowWhereTheyStood() {
        const auto documents = parseYaml("a: 1\nb:\n  - x\n  - \"y\"\n", "f.yaml");
        const auto& root = (*documents)[0].root;
        const auto* list = root.find("b");
        QCOMPARE(list->items.size(), std::size_t(2));
        QCOMPARE(list->items[1].range.start.line, std::uint32_t(4));
        QCOMPARE(list->items[1].range.start.column, std::uint32_t(5));
        QCOMPARE(list->items[1].range.end.column, std::uint32_t(8));
        QVERIFY(list->items[1].quoted && !list->items[0].quoted);
        QCOMPARE(root.fields[1].nameRange.start.line, std::uint32_t(2));
    }
    void offsetsAreBytes_data() {
        QTest::addColumn<QString>("before");
        QTest::newRow("ascii") << "plain: text\n";
        QTest::newRow("two bytes") << QString::fromUtf8("øl: \"på ø\" # æ\n");
        QTest::newRow("three bytes") << QString::fromUtf8("漢: [字, 字]\n");
        QTest::newRow("four bytes") << QString::fromUtf8("ok: 🚢 # 🚢🚢\n");
        QTest::newRow("byte order mark") << QString::fromUtf8("\xef\xbb\xbføl: 🚢\n");
        QTest::newRow("carriage returns") << QString::fromUtf8("ø: 漢\r\nb: |\r\n  🚢\r\n");
        QTest::newRow("another document") << QString::fromUtf8("ø: 漢\n---\n# 🚢\n");
    }
    void offsetsAreBytes() {
        QFETCH(QString, before);
        const auto text = before.toStdString() + "place: {ø: here, 漢: \"there\"}\n";
        const auto documents = parseYaml(text, "f.yaml");
        QVERIFY(documents);
        const auto* place = documents->back().root.find("place");
        const auto cut = [&](const Range& range) {
            return QString::fromStdString(text.substr(range.start.offset, range.end.offset - range.start.offset));
        };
        QCOMPARE(cut(place->fields[0].value.range), QString("here"));
        QCOMPARE(cut(place->fields[1].nameRange), QString("漢"));
        QCOMPARE(cut(place->fields[1].value.range), QString("\"there\""));
        QVERIFY(cut(place->range).endsWith("\"there\"}"));
    }
    void severalDocumentsEmptyOnesLeftOut() {
        QCOMPARE(parseYaml("---\n# nothing\n---\na: 1\n---\nb: 2\n", "f")->size(), std::size_t(2));
        QVERIFY(parseYaml("", "f")->empty());
    }
    void refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("duplicate key") << "a: 1\nb: 2\na: 3\n"
                                       << "f.yaml:3:1: a: found it twice; expected one a (the other is in line 1)";
        QTest::newRow("alias") << "a: &x [1]\nb: *x\n" << "f.yaml:1:4: found an anchor";
        QTest::newRow("lone alias") << "b: *x\n" << "f.yaml:1:4: found an alias";
        QTest::newRow("tag") << "a: !!binary x\n" << "f.yaml:1:4: found the tag";
        QTest::newRow("key") << "[a]: 1\n" << "f.yaml:1:1: found a key that is no text";
        QTest::newRow("syntax") << "a: [1, 2\nb: 3\n" << "f.yaml:2:";
        QTest::newRow("tab") << "a:\n\tb: 1\n" << "f.yaml:2:";
        QTest::newRow("bytes") << QString("a: \x01") << "f.yaml:";
    }
    void refused() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto error = errorOf(text.toStdString());
        QVERIFY2(error.startsWith(says), qPrintable(error));
    }
    void bombsAreRefused() {
        std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c <= 'i'; ++c) {
            const std::string before(1, static_cast<char>(c - 1));
            bomb += std::string(1, c) + ": &" + c + " [*" + before + ",*" + before + "]\n";
        }
        QVERIFY(errorOf(bomb).contains("anchor"));
        QVERIFY(errorOf(std::string(100'000, '[')).contains("deeper than 64 levels"));
        QVERIFY(errorOf("[1,2,3,4]", {.maxBytes = 100, .maxDepth = 4, .maxNodes = 4}).contains("more than 4 values"));
        QVERIFY(errorOf(std::string(101, 'x'), {.maxBytes = 100, .maxDepth = 4, .maxNodes = 4}).contains("101 bytes"));
    }
    void strictness_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("fine") << "name: Ann\nage: 7\nwait: 1m30s\nfriends: [{name: Bo}]" << "none";
        QTest::newRow("missing") << "age: 7" << "f.yaml:1:1: name: found nothing; expected text";
        QTest::newRow("null is missing") << "name:\nage: 7" << "f.yaml:1:6: name: found nothing; expected text";
        QTest::newRow("empty") << "name: ''\nage: 7" << "f.yaml:1:7: name: found \"\"; expected text that is not empty";
        QTest::newRow("number for text") << "name: 12\nage: 7" << "f.yaml:1:7: name: found 12; expected text (in quotes";
        QTest::newRow("text for number") << "name: Ann\nage: old"
                                         << "f.yaml:2:6: age: found old; expected a number from 1 to 150";
        QTest::newRow("quoted number") << "name: Ann\nage: '7'" << "f.yaml:2:6: age: found \"7\"; expected a number";
        QTest::newRow("out of bounds") << "name: Ann\nage: 151" << "f.yaml:2:6: age: found 151; expected a number";
        QTest::newRow("huge") << "name: Ann\nage: 99999999999999999999" << "f.yaml:2:6: age: found 9999";
        QTest::newRow("flag") << "name: Ann\nage: 7\nkind: yes" << "f.yaml:3:7: kind: found yes; expected true or false";
        QTest::newRow("word") << "name: Ann\nage: 7\nmood: fair"
                              << "f.yaml:3:7: mood: found fair; expected one of good, bad";
        QTest::newRow("duration") << "name: Ann\nage: 7\nwait: 1.5s"
                                  << "f.yaml:3:7: wait: found 1.5s; expected a duration such as 10s";
        QTest::newRow("unknown") << "name: Ann\nage: 7\nsize: 3"
                                 << "f.yaml:3:1: size: found an unknown field; expected one of age, friends";
        QTest::newRow("nested") << "name: Ann\nage: 7\nfriends:\n- {name: Bo}\n- {nam: Cy}"
                                << "f.yaml:5:3: friends[1].name: found nothing; expected text\n"
                                   "f.yaml:5:4: friends[1].nam: found an unknown field";
        QTest::newRow("no list") << "name: Ann\nage: 7\nfriends: {}"
                                 << "f.yaml:3:10: friends: found a mapping; expected a list of mappings";
        QTest::newRow("no mapping") << "- 1" << "f.yaml:1:1: found a list; expected a mapping";
        QTest::newRow("all at once") << "age: x\nsize: 3"
                                     << "f.yaml:1:1: name: found nothing; expected text\nf.yaml:1:6: age: found x";
    }
    void strictness() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto problems = problemsOf(text.toStdString());
        QVERIFY2(problems.startsWith(says), qPrintable(problems));
    }
    void durations() {
        QCOMPARE(*parseDuration("10s"), Duration(10s));
        QCOMPARE(*parseDuration("1h2m3s4ms"), Duration(1h + 2min + 3s + 4ms));
        QCOMPARE(*parseDuration("0"), Duration(0));
        for (const auto* bad : {"", "s", "10", "1.5s", "-1s", "10 s", "100000s", "1s1s1s1s1s"})
            QVERIFY2(!parseDuration(bad), bad);
        for (const auto d : {Duration(0), Duration(250ms), Duration(90s), Duration(25h)})
            QCOMPARE(*parseDuration(serializeDuration(d)), d);
    }
    void whatIsWrittenReadsBack() {
        Node root = Node();
        root.add("text", Node::text("plain")).add("number", Node::plain("8080"));
        root.add("looks like a number", Node::text("8080")).add("odd", Node::text("a: b # c\n\"d\""));
        root.add("empty", Node::text(""));
        const auto back = parseYaml(serializeYaml(root), "f");
        QVERIFY(back);
        const auto& read = (*back)[0].root;
        for (const auto& field : root.fields) {
            QCOMPARE(read.find(field.name)->scalar, field.value.scalar);
            QCOMPARE(read.find(field.name)->kind, Node::Kind::Scalar);
        }
        QVERIFY(read.find("looks like a number")->quoted && !read.find("number")->quoted);
    }
};

QTEST_APPLESS_MAIN(TestYaml)
#include "tst_yaml.moc"
