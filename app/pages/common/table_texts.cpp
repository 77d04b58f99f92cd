// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/table_texts.h"

#include "models/table_model.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

#include <QDateTime>
#include <QHash>
#include <QPainter>
#include <QPixmap>

namespace causeway::app::pages {

using models::Unit;
using namespace Qt::StringLiterals;

namespace {

bool isNumber(Unit unit) {
    return unit == Unit::Count || unit == Unit::PerSecond || unit == Unit::Milliseconds
           || unit == Unit::Share || unit == Unit::Bytes;
}

theme::Status statusAt(const QModelIndex& index) {
    domain::Verdict verdict;
    verdict.health = static_cast<domain::Health>(index.data(models::HealthRole).toInt());
    return Words::status(verdict, index.data(models::StaleRole).toBool());
}

QPixmap markOf(theme::Status status) {
    QPixmap pixmap(24, 24);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    widgets::paintStatusMark(painter, QRectF(1, 1, 10, 10), status);
    return pixmap;
}

} // namespace

QString TableTexts::text(const QModelIndex& index) const {
    const QVariant value = index.data(models::ValueRole);
    const auto unit = index.data(models::UnitRole).value<Unit>();
    if (unit == Unit::Health)
        return Words::describe(static_cast<domain::Health>(index.data(models::HealthRole).toInt()));
    if (!value.isValid())
        return isNumber(unit) ? widgets::notMeasuredDash() : QString();
    switch (unit) {
    case Unit::PerSecond:
        return widgets::perSecond(value.toDouble()).text();
    case Unit::Milliseconds:
        return widgets::milliseconds(value.toDouble()).text();
    case Unit::Count:
        return widgets::count(value.toDouble()).text();
    case Unit::Share:
        return index.data(models::ColumnKeyRole).toString() == "change"_L1
                   ? widgets::change(value.toDouble())
                   : widgets::share(value.toDouble()).text();
    case Unit::Time:
        return value.toDateTime().toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    default:
        return value.toString();
    }
}

QVariant TableTexts::data(const QModelIndex& index, int role) const {
    const auto unit = QIdentityProxyModel::data(index, models::UnitRole).value<Unit>();
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::TextAlignmentRole:
        return QVariant(
            Qt::Alignment((isNumber(unit) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::DecorationRole:
        return unit == Unit::Health ? QVariant(markOf(statusAt(index))) : QVariant();
    case Qt::ForegroundRole:
        return unit == Unit::Health
                   ? QVariant(theme::textColor(theme::Tokens::current(), statusAt(index)))
                   : QVariant();
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QVariant TableTexts::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return columnTitle(
            QIdentityProxyModel::headerData(section, orientation, models::ColumnKeyRole)
                .toString());
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && rowCount() > 0)
        return data(index(0, section), role);
    return QIdentityProxyModel::headerData(section, orientation, role);
}

QString TableTexts::columnTitle(const QString& key) {
    const QHash<QString, QString> titles{
        {u"source"_s, tr("caller")},
        {u"sourceCluster"_s, tr("in")},
        {u"destination"_s, tr("callee")},
        {u"destinationCluster"_s, tr("in")},
        {u"protocol"_s, tr("protocol")},
        {u"tls"_s, tr("TLS")},
        {u"link"_s, tr("link")},
        {u"health"_s, tr("health")},
        {u"rps"_s, tr("requests")},
        {u"success"_s, tr("success")},
        {u"calleeP50"_s, tr("p50 at callee")},
        {u"calleeP95"_s, tr("p95 at callee")},
        {u"calleeP99"_s, tr("p99 at callee")},
        {u"attempts"_s, tr("attempts")},
        {u"arrived"_s, tr("arrived")},
        {u"change"_s, tr("change")},
        {u"coldShare"_s, tr("new connections")},
    };
    return titles.value(key, key);
}

} // namespace causeway::app::pages
