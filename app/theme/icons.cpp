// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include "theme/look.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace causeway::app::theme {

using namespace Qt::StringLiterals;

namespace {

QImage drawn(const QString& name, const QSize& pixels, const QColor& color) {
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(name));
    QPainter painter(&image);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    return image;
}

QPixmap tinted(const QString& name, const QSize& pixels, const QColor& color) {
    const QString key =
        u"%1/%2x%3/%4"_s.arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap::fromImage(drawn(name, pixels, color));
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(QString name, Token off, Token on)
        : m_name(std::move(name)), m_off(off), m_on(on) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        paintIcon(*painter, rect, m_name, color(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return tinted(m_name, size, color(mode, state));
    }
    // Qt asks with device pixels and marks the result itself.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal /*scale*/) override {
        return pixmap(size, mode, state);
    }
    QIconEngine* clone() const override { return new TintedIconEngine(m_name, m_off, m_on); }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled)
            return Tokens::current()[Token::DisabledText];
        return Tokens::current()[state == QIcon::On ? m_on : m_off];
    }

    QString m_name;
    Token m_off;
    Token m_on;
};

} // namespace

QIcon icon(const QString& name, Token off, Token on) {
    return QIcon(new TintedIconEngine(name, off, on));
}

void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color) {
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (rect.size() * ratio).toSize();
    if (pinnedLook() != nullptr) { // pixmaps belong to the GUI thread
        painter.drawImage(rect, drawn(name, pixels, color));
        return;
    }
    painter.drawPixmap(rect, tinted(name, pixels, color), QRectF(QPointF(), QSizeF(pixels)));
}

QIcon applicationIcon() {
    return QIcon(u":/icons/causeway.svg"_s);
}

} // namespace causeway::app::theme
