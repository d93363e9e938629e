import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { inWords } from './numbers';

// The figure around a chart is one picture with a name; nothing inside it takes the focus.
const still = { accessibilityLayer: false };

/** Two lines over the days of the period. */
export function DayChart({
  days,
  created,
  resolved,
}: {
  days: { day: string; created: number; resolved: number }[];
  created: string;
  resolved: string;
}) {
  return (
    <LineChart
      h={240}
      data={days}
      dataKey="day"
      series={[
        { name: 'created', label: created, color: 'indigo.5' },
        { name: 'resolved', label: resolved, color: 'teal.6', strokeDasharray: '5 3' },
      ]}
      curveType="monotone"
      withLegend
      withDots={days.length <= 31}
      legendProps={{ verticalAlign: 'top' }}
      valueFormatter={inWords}
      yAxisProps={{ allowDecimals: false, width: 40 }}
      xAxisProps={{ minTickGap: 24 }}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={still}
    />
  );
}

/** One bar for each name, in its own colour. */
export function BarsChart({
  bars,
  name,
}: {
  bars: { name: string; count: number; colour: string }[];
  name: string;
}) {
  return (
    <BarChart
      h={220}
      data={bars.map((bar) => ({ name: bar.name, [bar.name]: bar.count }))}
      dataKey="name"
      type="stacked"
      series={bars.map((bar) => ({ name: bar.name, label: name, color: bar.colour }))}
      valueFormatter={inWords}
      orientation="vertical"
      gridAxis="y"
      xAxisProps={{ allowDecimals: false }}
      yAxisProps={{ interval: 0, width: 104 }}
      maxBarWidth={28}
      barProps={{ isAnimationActive: false }}
      barChartProps={still}
    />
  );
}
