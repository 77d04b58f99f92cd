// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/windows.h"

#include "theme/icons.h"

#include <QApplication>
#include <QDataStream>
#include <QIODevice>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kSize(1100, 800);
}

Windows::Windows(const pages::Context& context, const QList<QAction*>& commands, QObject* parent)
    : QObject(parent), m_context(context), m_commands(commands) {}

Windows::~Windows() {
    closeAll();
}

Workspace* Windows::make() {
    auto* window = new Workspace(m_context);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setWindowIcon(theme::applicationIcon());
    window->setWindowTitle(m_fleet);
    window->addActions(m_commands);
    window->resize(kSize);
    m_windows.removeAll(nullptr);
    m_windows << window;
    return window;
}

Workspace* Windows::open(const QString& page) {
    Workspace* window = make();
    window->addPage(page);
    window->show();
    window->activateWindow();
    return window;
}

Workspace* Windows::active() const {
    QWidget* active = QApplication::activeWindow();
    for (const QPointer<Workspace>& window : m_windows)
        if (window != nullptr && active != nullptr
            && (active == window || active->parentWidget() == window))
            return window;
    return nullptr;
}

QList<Workspace*> Windows::all() const {
    QList<Workspace*> all;
    for (const QPointer<Workspace>& window : m_windows)
        if (window != nullptr && window->isVisible())
            all << window;
    return all;
}

void Windows::closeAll() {
    const auto windows = std::exchange(m_windows, {});
    for (const QPointer<Workspace>& window : windows)
        delete window.data();
}

void Windows::setFleetName(const QString& name) {
    m_fleet = name;
    for (Workspace* window : all())
        window->setWindowTitle(name);
}

QByteArray Windows::state() const {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    for (const Workspace* window : all())
        stream << window->saveGeometry() << window->arrangement();
    return bytes;
}

void Windows::restore(const QByteArray& state) {
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    while (!stream.atEnd()) {
        QByteArray geometry;
        QByteArray arrangement;
        stream >> geometry >> arrangement;
        if (stream.status() != QDataStream::Ok)
            return;
        Workspace* window = make();
        window->restoreGeometry(geometry);
        window->arrange(arrangement);
        window->show();
    }
}

} // namespace causeway::app::shell
