// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/contrast.h"
#include "theme/icons.h"
#include "theme/status.h"
#include "theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QTest>

using namespace causeway::app::theme;
using namespace Qt::StringLiterals;

class TestTheme : public QObject {
    Q_OBJECT

private:
    static QString nameOf(Token token) {
        return tokenTable()[static_cast<std::size_t>(token)].name;
    }

private Q_SLOTS:
    void tableIsInTheOrderOfTheEnumeration() {
        int expected = 0;
        for (const TokenRow& row : tokenTable())
            QCOMPARE(int(row.token), expected++);
    }

    void contrastIsThatOfWcag() {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
    }

    void textIsReadable_data() {
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("ground");
        const auto add = [](Token text, Token ground) {
            QTest::addRow("%s on %s", qUtf8Printable(nameOf(text)), qUtf8Printable(nameOf(ground)))
                << int(text) << int(ground);
        };
        for (const Token text : {Token::Text1, Token::Text2, Token::Text3, Token::OkText,
                                 Token::DegradedText, Token::FailingText, Token::UnknownText})
            for (const Token ground : {Token::Window, Token::Page, Token::Panel, Token::Raised})
                add(text, ground);
        for (const Token text : {Token::Text1, Token::Text2})
            for (const Token ground : {Token::Sunken, Token::Hover, Token::Selected})
                add(text, ground);
        add(Token::TextOnAccent, Token::Accent);
        add(Token::TextOnAccent, Token::AccentHover);
        add(Token::TextOnProduction, Token::Production);
        add(Token::OkText, Token::OkTint);
        add(Token::DegradedText, Token::DegradedTint);
        add(Token::FailingText, Token::FailingTint);
        add(Token::UnknownText, Token::Sunken);
    }
    void textIsReadable() {
        QFETCH(const int, text);
        QFETCH(const int, ground);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const Tokens tokens(scheme);
            QVERIFY2(contrastRatio(tokens[Token(text)], tokens[Token(ground)]) >= 4.5,
                     scheme == Scheme::Dark ? "in the dark theme" : "in the light theme");
        }
    }

    void marksAreVisible_data() {
        QTest::addColumn<int>("mark");
        for (const Token mark :
             {Token::OkMark, Token::DegradedMark, Token::FailingMark, Token::UnknownMark,
              Token::ControlBorder, Token::Accent, Token::CloudAws, Token::CloudAzure,
              Token::CloudGcp, Token::CloudOther1, Token::CloudOther2, Token::CloudOther3})
            QTest::addRow("%s", qUtf8Printable(nameOf(mark))) << int(mark);
    }
    void marksAreVisible() {
        QFETCH(const int, mark);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark})
            for (const Token ground : {Token::Window, Token::Page, Token::Panel}) {
                const Tokens tokens(scheme);
                QVERIFY2(contrastRatio(tokens[Token(mark)], tokens[ground]) >= 3.0,
                         qUtf8Printable(nameOf(ground)));
            }
    }

    void applyingAThemeChangesTheApplication() {
        Theme theme;
        theme.apply(Mode::Dark);
        QCOMPARE(Tokens::current().scheme(), Scheme::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window),
                 Tokens(Scheme::Dark)[Token::Window]);
        theme.apply(Mode::Light);
        QCOMPARE(Tokens::current().scheme(), Scheme::Light);
    }

    void styleSheetLeavesNoPlaceholder() {
        Theme theme;
        theme.apply(Mode::Light, {{}, 2.0});
        QVERIFY(!qApp->styleSheet().contains(u'@'));
        QVERIFY(!qApp->styleSheet().isEmpty());
    }

    void fontsFollowTheScale() {
        Theme theme;
        theme.apply(Mode::Light);
        QCOMPARE(font(TextSize::Caption).pixelSize(), 11);
        QCOMPARE(font(TextSize::Figure).pixelSize(), 22);
        QCOMPARE(QFontInfo(font(TextSize::Body)).family(), u"Open Sans"_s);
        theme.apply(Mode::Light, {{}, 2.0});
        QCOMPARE(font(TextSize::Body).pixelSize(), 26);
        QCOMPARE(scaled(28), 56);
        theme.apply(Mode::Light);
    }

    void digitsAreTabular() {
        const QFontMetricsF metrics(font(TextSize::Body));
        for (char16_t digit = u'0'; digit <= u'9'; ++digit)
            QCOMPARE(metrics.horizontalAdvance(QChar(digit)), metrics.horizontalAdvance(u'0'));
    }

    void everyIconDrawsInTheColourAsked() {
        const QStringList names = QDir(u":/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(names.size() > 20);
        for (const QString& name : names) {
            if (name == "causeway.svg"_L1)
                continue;
            QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintIcon(painter, QRectF(0, 0, 32, 32), name.chopped(4), Qt::red);
            painter.end();
            bool inked = false;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    inked = inked || pixel.alpha() > 200;
                    QVERIFY2(pixel.alpha() == 0 || pixel.green() < 16, qUtf8Printable(name));
                }
            QVERIFY2(inked, qUtf8Printable(name));
        }
    }

    void unknownCloudsHaveAStableHue() {
        const Tokens tokens(Scheme::Light);
        QCOMPARE(tokens.cloud(u"on-premises"), tokens.cloud(u"on-premises"));
        QCOMPARE(tokens.cloud(u"aws"), tokens[Token::CloudAws]);
    }

    // The rule that keeps the themes whole: colours are in the token table and nowhere else.
    void noColourLiteralOutsideTheTheme() {
        static const QRegularExpression literal(
            u"#[0-9A-Fa-f]{6}\\b|QColor\\(\\s*\\d|Qt::(red|green|blue|yellow|white|black|gray)\\b"_s);
        for (const QString& folder : {u"widgets"_s, u"pages"_s, u"shell"_s}) {
            const QString root = QStringLiteral(CAUSEWAY_SOURCE_DIR "/app/") + folder;
            QDirIterator files(root, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const auto match = literal.match(QString::fromUtf8(file.readAll()));
                QVERIFY2(!match.hasMatch(),
                         qUtf8Printable(file.fileName() + u": "_s + match.captured()));
            }
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
