"""Draws a bar chart with a logarithmic axis as SVG."""

import html
import math

WIDTH, LABEL, ROW, TOP, BOTTOM = 860, 330, 26, 48, 44


def draw(rows, caption):
    """`rows`: (title, how, MB/s), the fastest first; titles in ** are ours."""
    bars = WIDTH - LABEL - 80
    low = math.floor(math.log10(min(speed for _, _, speed in rows)))
    high = math.log10(max(speed for _, _, speed in rows))

    def place(speed):
        return LABEL + bars * (math.log10(speed) - low) / (high - low)

    height = TOP + ROW * len(rows) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="16" y="26" font-size="15" font-weight="bold" fill="#1f2328">'
        "MB/s of input, one core (logarithmic)</text>",
    ]
    for power in range(low, math.floor(high) + 1):
        x = place(10**power)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - BOTTOM}" stroke="#d0d7de"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{height - BOTTOM + 16}" text-anchor="middle" fill="#59636e">{10**power:,}</text>'
        )
    for number, (title, how, speed) in enumerate(rows):
        is_ours = title.startswith("**")
        y = TOP + ROW * number
        label = html.escape(title.replace("*", "").replace("`", "").replace(" ¹", ""))
        label += "" if how == "in memory" else " (process)"
        weight = ' font-weight="bold"' if is_ours else ""
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 17}" text-anchor="end" fill="#1f2328"{weight}>{label}</text>'
        )
        width = max(place(speed) - LABEL, 2)
        colour = "#bc4c00" if is_ours else "#8c959f"
        parts.append(f'<rect x="{LABEL}" y="{y + 4}" width="{width:.1f}" height="{ROW - 8}" fill="{colour}"/>')
        parts.append(f'<text x="{LABEL + width + 6:.1f}" y="{y + 17}" fill="#1f2328">{speed:,.0f}</text>')
    parts.append(f'<text x="16" y="{height - 10}" font-size="11" fill="#59636e">{html.escape(caption)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
